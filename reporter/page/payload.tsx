import type { ComponentChildren } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import type { EventRecord } from '../../src/record/test-record';
import { escapedLines } from '../../src/text/escape';
import { grouped } from '../../src/text/grouped';
import { bytesFrom, hexRows } from './hex';
import { Marked } from './marked';
import { isJson, jsonLines } from './pretty';
import { Tabs, tabPanel } from './tabs';
import { cutAt, size } from './words';

const VIEWS = ['decoded', 'raw', 'bytes'] as const;

type PayloadView = (typeof VIEWS)[number];

const NAMES: Readonly<Record<PayloadView, string>> = { decoded: 'Decoded', raw: 'Raw text', bytes: 'Bytes' };

/** A whole payload: its decoded value, its text as it came, its bytes. */
export function Payload({ event, find }: { event: EventRecord; find: string }) {
  const { text, value, bytes } = event;
  const json = useMemo(() => text !== undefined && isJson(text), [text]);
  const views = VIEWS.filter((view) =>
    view === 'decoded'
      ? json || value !== undefined
      : view === 'raw'
        ? text !== undefined
        : text !== undefined || bytes !== undefined,
  );
  const [wanted, setWanted] = useState<PayloadView>('decoded');
  const id = useId();
  const view = views.includes(wanted) ? wanted : views[0];
  if (view === undefined) {
    return event.size === undefined ? null : (
      <p class="dim">The payload is not in the report: it was left out, or holds a secret.</p>
    );
  }
  const current = views.indexOf(view);
  return (
    <section class="payload-views">
      <Tabs
        {...{ id, current }}
        label="Payload"
        count={views.length}
        face={(index) => NAMES[views[index] as PayloadView]}
        onChoose={(index) => setWanted(views[index] as PayloadView)}
      />
      <div {...tabPanel(id, current)}>
        {view === 'decoded' &&
          (json && value === undefined ? (
            <Json key="json" text={text ?? ''} find={find} />
          ) : (
            <Text key="value" text={value ?? ''} find={find} />
          ))}
        {view === 'raw' && <Text key="raw" text={text ?? ''} find={find} />}
        {view === 'bytes' && <Hex key="bytes" text={text} bytes={bytes} />}
      </div>
    </section>
  );
}

const LINES = 300;

function Json({ text, find }: { text: string; find: string }) {
  const [most, setMost] = useState(LINES);
  const { lines, more } = useMemo(() => jsonLines(text, most), [text, most]);
  return (
    <>
      <Code class="code" label="Decoded">
        {lines.map(({ indent, tokens }, index) => (
          <span key={index} class="line" style={{ paddingLeft: `${Math.min(indent, 40) * 2 + 2}ch` }}>
            {tokens.map(({ kind, text: token }, place) => (
              <span key={place} class={`is-${kind}`}>
                <Marked text={token} find={find} />
              </span>
            ))}
          </span>
        ))}
      </Code>
      {more && <More what={`after ${grouped(most)} lines`} onClick={() => setMost(most * 4)} />}
    </>
  );
}

const CHARACTERS = 8000;

function Text({ text, find }: { text: string; find: string }) {
  const [most, setMost] = useState(CHARACTERS);
  const shown = useMemo(() => escapedLines(cutAt(text, most)), [text, most]);
  return (
    <>
      <Code class="code is-wrapped" label="Text">
        {text === '' ? <span class="dim">(empty)</span> : <Marked text={shown} find={find} />}
      </Code>
      {text.length > most && <More what={`of ${grouped(text.length)} characters`} onClick={() => setMost(most * 4)} />}
    </>
  );
}

const BYTES = 1024;

function Hex({ text, bytes }: { text: string | undefined; bytes: string | undefined }) {
  const [most, setMost] = useState(BYTES);
  const all = useMemo(() => (bytes === undefined ? new TextEncoder().encode(text ?? '') : bytesFrom(bytes)), [text, bytes]);
  const rows = useMemo(() => hexRows(all, most, 8), [all, most]);
  return (
    <>
      <Code class="code hex" label="Bytes">
        {rows.map(({ offset, hex, ascii }) => (
          <span key={offset} class="line">
            <span class="dim">{offset}</span>
            {`  ${hex.slice(0, 11).padEnd(11)}  ${hex.slice(12).padEnd(11)}  `}
            <span class="ascii">{ascii}</span>
          </span>
        ))}
      </Code>
      {all.length > most && <More what={`of ${size(all.length)}`} onClick={() => setMost(most * 4)} />}
    </>
  );
}

function Code({ label, children, ...rest }: { class: string; label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section {...rest} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

function More({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <p class="more">
      <span class="dim">Cut {what.startsWith('of') ? `here, ${what}` : what}.</span>{' '}
      <button type="button" onClick={onClick}>
        Show more
      </button>
    </p>
  );
}

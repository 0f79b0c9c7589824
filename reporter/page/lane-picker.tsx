import { useEffect, useRef, useState } from 'preact/hooks';
import type { ClientRecord } from '../../src/record/test-record';
import { grouped } from '../../src/text/grouped';
import { beginning } from './words';

const SHOWN = 100;

interface LanePickerProps {
  readonly clients: readonly ClientRecord[];
  readonly wanted: ReadonlySet<number>;
  readonly onWanted: (wanted: ReadonlySet<number>) => void;
  readonly onClose: () => void;
}

/** A dialog to choose which of many clients have a lane of their own. */
export function LanePicker({ clients, wanted, onWanted, onClose }: LanePickerProps) {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const found = clients
    .map((_, index) => index)
    .filter((index) => clients[index]?.name.toLowerCase().includes(text.toLowerCase()));
  const toggle = (client: number) => {
    const next = new Set(wanted);
    if (!next.delete(client)) next.add(client);
    onWanted(next);
  };
  return (
    <div class="popover" role="dialog" aria-label="Lanes">
      <header>
        <input
          type="search"
          aria-label="Find a client"
          placeholder={`Find one of ${grouped(clients.length)} clients`}
          value={text}
          ref={input}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="button" onClick={onClose} aria-label="Close">
          ×
        </button>
      </header>
      <p class="dim">The ones you choose have lanes of their own; without a choice, those of the failure and the busiest ones.</p>
      <ul>
        {found.slice(0, SHOWN).map((client) => (
          <li key={client}>
            <label>
              <input type="checkbox" checked={wanted.has(client)} onChange={() => toggle(client)} />
              {beginning(clients[client]?.name ?? '', 80)}
            </label>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && <p class="dim">{grouped(found.length - SHOWN)} more: type a part of the name.</p>}
      {wanted.size > 0 && (
        <button type="button" class="link" onClick={() => onWanted(new Set())}>
          Choose for me
        </button>
      )}
    </div>
  );
}

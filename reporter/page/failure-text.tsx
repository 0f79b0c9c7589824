import type { ErrorRecord, LineOfCode } from '../../src/record/test-record';
import { escapedLines } from '../../src/text/escape';
import { kindOfLine } from './cause';
import { cutAt } from './words';

/** The message of a failure, its diff coloured. */
export function FailureText({ message, most }: { message: string; most: number }) {
  const shown = escapedLines(cutAt(message, 40_000)).split('\n');
  const lines = shown.slice(0, most);
  const more = shown.length - lines.length;
  return (
    <pre class="failure-text">
      {lines.map((line, index) => (
        <span key={index} class={`line is-${kindOfLine(line)}`}>
          {line === '' ? ' ' : line}
        </span>
      ))}
      {(more > 0 || message.length > 40_000) && <span class="line dim">… {more > 0 ? `${more} more lines` : 'cut here'}</span>}
    </pre>
  );
}

/** The lines of the test around the failing one. */
export function SourceText({
  source,
  position,
}: {
  source: NonNullable<ErrorRecord['source']>;
  position: LineOfCode | undefined;
}) {
  const digits = String(source.firstLine + source.lines.length).length;
  return (
    <pre class="source-text">
      {source.lines.map((line, index) => {
        const number = source.firstLine + index;
        const isIt = number === position?.line;
        return (
          <span key={number} class={`line ${isIt ? 'is-it' : ''}`}>
            <span class="number">{`${isIt ? '>' : ' '} ${String(number).padStart(digits)} `}</span>
            {escapedLines(cutAt(line, 400))}
          </span>
        );
      })}
    </pre>
  );
}

import { useEffect, useRef } from 'preact/hooks';
import { Legend } from './legend';

const KEYS: readonly (readonly [string, string])[] = [
  ['j k', 'next and previous row (↓ ↑ too)'],
  ['Enter', 'open the row: a test, or a message whole; unfold or fold what is routine'],
  ['/', 'search; in the list of tests, filter'],
  ['n p', 'next and previous match in a test'],
  ['f', 'the failure of a test; in the list, the next test that failed'],
  ['[ ]', 'from a test to the previous and next one'],
  ['Esc', 'close or clear, then back to the tests'],
  ['t', 'theme: automatic, light, dark'],
  ['?', 'these keys'],
];

/** The keys, and what the shapes mean. */
export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="help" ref={dialog} onClose={onClose} aria-label="Help">
      <header>
        <h2>Keys</h2>
        <button type="button" onClick={() => dialog.current?.close()} aria-label="Close">
          ×
        </button>
      </header>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <h2>Shapes</h2>
      <Legend />
    </dialog>
  );
}

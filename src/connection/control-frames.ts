import { show } from '../text/show';
import { UsageError } from '../text/usage-error';

/** @throws {UsageError} when no ping frame can carry it (RFC 6455 §5.5). */
export function checkPing(data: unknown = ''): void {
  if (typeof data !== 'string')
    throw new UsageError(`ping() takes its data first, as text: ping('data', { timeout }), not ${show(data)}.`);
  const bytes = Buffer.byteLength(data);
  if (bytes > 125) throw new UsageError(`A ping carries at most 125 bytes (RFC 6455 §5.5), not ${bytes}.`);
}

/** @throws {UsageError} when no close frame can carry them. */
export function checkClose(code: number, reason: string): void {
  if (typeof reason !== 'string') throw new UsageError(`The reason of a close is text, not ${show(reason)}.`);
  if (!isCloseCode(code)) {
    throw new UsageError(`A close frame carries 1000–1003, 1007–1014 or 3000–4999 (RFC 6455 §7.4), not ${show(code)}.`);
  }
  if (Buffer.byteLength(reason) > 123) {
    throw new UsageError(`The reason of a close has at most 123 bytes (RFC 6455 §5.5), not ${Buffer.byteLength(reason)}.`);
  }
}

/** Whether a close frame may carry the code. (A script in a browser may use fewer: 1000, and 3000 to 4999.) */
function isCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  return (code >= 3000 && code <= 4999) || (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code));
}

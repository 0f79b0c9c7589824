import { canonical } from '../check/canonical';
import { Bytes } from './bytes';
import { isNameable } from './schema-of';

/** A longer example is only taken if there is no other, in characters of JSON; one longer than `LONGEST` never. */
const LONG = 500;
const LONGEST = 4000;
const DEEPEST = 20;

/** The example among some messages: one that shows the most without being long, whatever the order of the messages. */
export function exampleOf(messages: readonly unknown[]): unknown {
  let best: { readonly message: unknown; readonly text: string; readonly worth: number } | undefined;
  for (const message of messages) {
    const text = canonical(message);
    if (text.length > LONGEST || !canStand(message, 0)) continue;
    const worth = text.length > LONG ? -text.length : fieldsIn(message);
    if (!best || worth > best.worth || (worth === best.worth && isBefore(text, best.text))) best = { message, text, worth };
  }
  return best?.message;
}

const isBefore = (one: string, other: string): boolean =>
  one.length - other.length < 0 || (one.length === other.length && one < other);

function fieldsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + 1 + fieldsIn(part), 0);
}

/** Whether a document can contain a value unchanged. */
function canStand(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEEPEST || value instanceof Bytes) return false;
  return Object.entries(value).every(([name, part]) => isNameable(name) && canStand(part, depth + 1));
}

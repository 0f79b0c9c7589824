/**
 * Whether a key belongs to the browser, or to the system. Alt alone does not say so: on a Mac it makes characters, such as `[` of
 * Option and 5; with letters, digits, and keys that have names, such as arrows, it is a shortcut.
 */
export const isOfBrowser = ({ ctrlKey, metaKey, altKey, key }: KeyPress): boolean =>
  ctrlKey || metaKey || (altKey && /^[\w ]+$/.test(key));

/** What a `KeyboardEvent` says of it. */
interface KeyPress {
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly key: string;
}

/**
 * Whether a key press belongs to the browser or the system. With Alt, it does for letters, digits and keys with names, such as
 * arrows; other characters may just need Alt, such as `[` on some Macs (Option and 5).
 */
export const isOfBrowser = ({ ctrlKey, metaKey, altKey, key }: KeyPress): boolean =>
  ctrlKey || metaKey || (altKey && /^[\w ]+$/.test(key));

/** The part of a `KeyboardEvent` that is used. */
interface KeyPress {
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly key: string;
}

/** The bytes of base64; none if it is not base64. */
export function bytesFrom(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

export interface HexRow {
  readonly offset: string;
  readonly hex: string;
  readonly ascii: string;
}

/** Rows of sixteen bytes: their offset, their hex, and their ASCII. */
export function hexRows(bytes: Uint8Array, most: number, width = 16): HexRow[] {
  const rows: HexRow[] = [];
  const end = Math.min(bytes.length, most);
  for (let at = 0; at < end; at += width) {
    const row = [...bytes.subarray(at, Math.min(at + width, end))];
    rows.push({
      offset: at.toString(16).padStart(8, '0'),
      hex: row.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      ascii: row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
    });
  }
  return rows;
}

/** A few bytes for one line. */
export function hexLine(base64: string, most = 24): string {
  const bytes = bytesFrom(base64.slice(0, Math.ceil(most / 3) * 4 + 4));
  const shown = [...bytes.subarray(0, most)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > most ? `${shown} …` : shown;
}

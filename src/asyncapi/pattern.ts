/**
 * A regular expression of a schema. Unicode where it can be read so, as JSON Schema has it; many documents escape what
 * that does not allow (`\-`).
 * @throws {SyntaxError}
 */
export function compilePattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

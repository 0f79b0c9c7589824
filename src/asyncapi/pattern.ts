/**
 * A regular expression of a schema. It is compiled with the flag `u`, as JSON Schema demands, if that is possible: many
 * documents have escapes that the flag does not allow (`\-`).
 * @throws {SyntaxError}
 */
export function compilePattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

const SECRET = /token|secret|passw|pwd|auth|api[-_]?key|^key$|signature|^sig$|session|jwt|credential|cookie|bearer/i;

/** Whether a value is secret by the name under which it stands. */
export const isSecret = (name: string, value: unknown): boolean => SECRET.test(name) && typeof value === 'string' && value !== '';

const SECRET = /token|secret|passw|pwd|auth|api[-_]?key|^key$|signature|^sig$|session|jwt|credential|cookie/i;
const MASK = '***';

/** A URL, or a path, that is safe to show: user info and the values of token-like parameters are masked. */
export function maskUrl(address: string): string {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return address.replace(/([?&])([^=&#]*)=[^&#]*/g, (pair, mark, name) =>
      SECRET.test(name) ? `${mark}${name}=${MASK}` : pair,
    );
  }
  if (url.username !== '') url.username = MASK;
  if (url.password !== '') url.password = MASK;
  for (const name of new Set(url.searchParams.keys())) {
    if (SECRET.test(name)) url.searchParams.set(name, MASK);
  }
  return url.href;
}

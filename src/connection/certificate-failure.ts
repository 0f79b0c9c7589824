import { oneLine } from '../text/show';

/** An error from checking a certificate. */
interface CertificateError {
  readonly message: string;
  /** The name that was asked for. */
  readonly host?: string;
  readonly cert?: { readonly subjectaltname?: string; readonly subject?: { readonly CN?: string } };
}

const ANYWAY = 'tls: { rejectUnauthorized: false } makes this client accept it as it is.';
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|CERT_UNTRUSTED|INVALID_CA|CERT_SIGNATURE_FAILURE/;

/** What is wrong with the certificate of a server; undefined for other errors. */
export function certificateProblem(url: string, error: CertificateError, code: string): string | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return wrongName(url, error, code);
  if (code === 'CERT_HAS_EXPIRED') return `The certificate of ${url} has expired (${code}). Make a new one; or ${ANYWAY}`;
  if (code === 'CERT_NOT_YET_VALID') return `The certificate of ${url} is not valid yet (${code}). Is the clock right?`;
  if (UNTRUSTED.test(code)) {
    return (
      `The certificate of ${url} is not trusted (${code}). ` +
      'Give its authority with tls: { ca }, or tls: { rejectUnauthorized: false } for this client.'
    );
  }
  if (code.startsWith('ERR_OSSL'))
    return `What was given as tls: { … } cannot be used for ${url}: ${oneLine(words(error.message))} (${code}).`;
  if (!/CERT|CRL|^ERR_TLS|UNABLE_TO/.test(code)) return undefined;
  return `The certificate of ${url} was refused: ${oneLine(error.message)} (${code}).`;
}

function wrongName(url: string, { host, cert }: CertificateError, code: string): string {
  const names = namesOf(cert);
  const carries = names.length === 0 ? 'carries no name' : `is for ${names.join(', ')}`;
  const wanted = host === undefined ? '' : `, not for ${host}`;
  const [name] = names.filter((found) => !found.includes('*'));
  const advice = name === undefined ? ANYWAY : `Expect that name with tls: { servername: '${name}' }.`;
  return `The certificate of ${url} ${carries}${wanted} (${code}). ${advice}`;
}

function namesOf(cert: CertificateError['cert']): string[] {
  const names = cert?.subjectaltname?.split(', ').map((name) => name.replace(/^(?:DNS|IP Address):/, '')) ?? [];
  const found = names.length > 0 || !cert?.subject?.CN ? names : [cert.subject.CN];
  return found.slice(0, 5).map((name) => oneLine(name));
}

/** OpenSSL's own words, without its error numbers and the places in its source. */
export function words(message: string): string {
  const [, found = message] = /:([^:]+)(?::[^:]*\.c:\d+:.*)?\s*$/s.exec(message) ?? [];
  return found.trim();
}

import type { IncomingMessage } from 'node:http';
import { oneLine, show } from '../text/show';
import { certificateProblem, words } from './certificate-failure';
import { isUnix, portOf } from './websocket-url';

/** Why a connection could not be opened. */
export interface HandshakeFailure {
  readonly message: string;
  /** The system's or library's own code, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** The HTTP status of a refused upgrade. */
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
  /** The beginning of the response's body. */
  readonly body?: string;
  /** What else the codec tells about it. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A failed attempt to connect. */
interface Attempt {
  /** Masked. */
  readonly url: string;
  readonly protocols: readonly string[];
  /** Whether the user gave an agent, which may connect elsewhere: to a proxy. */
  readonly hasAgent: boolean;
  /** Whether the client shows a certificate of its own. */
  readonly hasCertificate: boolean;
  /** The server's answer, if one came. */
  readonly answer: IncomingMessage | undefined;
}

/** An error of the system, of Node's http and tls, or of `ws`. */
type Cause = NodeJS.ErrnoException & {
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
  /** The errors of all addresses, if the host has several. */
  readonly errors?: readonly Cause[];
  /** The bytes that were not HTTP. */
  readonly rawPacket?: Buffer;
};

/** The code of an answer with 101 that does not do what RFC 6455 §4.1 asks for. */
const INVALID_UPGRADE = 'ERR_INVALID_UPGRADE';

/** Explains the error of a connection that could not be opened. */
export function explain(attempt: Attempt, cause: Cause): HandshakeFailure {
  const upgrade = attempt.answer && upgradeProblem(attempt, attempt.answer, cause.message);
  if (upgrade !== undefined) return { message: `${attempt.url} ${upgrade}`, code: INVALID_UPGRADE };
  const code = cause.code ?? cause.errors?.[0]?.code;
  const message = sentence(attempt, cause, code);
  return code === undefined ? { message } : { message, code };
}

export function silence(url: string, timeout: number): HandshakeFailure {
  return { message: `${url} did not answer the upgrade within ${Math.round(timeout)} ms.`, code: 'ETIMEDOUT' };
}

function sentence(attempt: Attempt, cause: Cause, code: string | undefined): string {
  const { url } = attempt;
  const said = `${oneLine(cause.message)}${code ? ` (${code})` : ''}`;
  if (attempt.hasAgent && leadsElsewhere(url, cause)) {
    return `The agent given as ws: { agent } could not connect to ${url}: ${said}. Is its proxy running, and is its address right?`;
  }
  return (
    systemProblem(url, code) ??
    tlsProblem(url, cause, code) ??
    otherProblem(attempt, cause, code) ??
    `${url} did not complete the WebSocket handshake: ${said}.`
  );
}

function leadsElsewhere(url: string, cause: Cause): boolean {
  const { hostname, address, port } = cause.errors?.[0] ?? cause;
  const own = new URL(url);
  if (/\bproxy\b/i.test(cause.message)) return true;
  if (hostname !== undefined) return hostname !== own.hostname.replace(/^\[|\]$/g, '');
  return address !== undefined && Number(port) !== portOf(own);
}

const UNREACHABLE = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EADDRNOTAVAIL']);

/** Why the operating system could not connect. */
function systemProblem(url: string, code: string | undefined): string | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return isUnix(url)
        ? `Nothing is listening at ${url} (${code}). Is the server running?`
        : `Nothing is listening at ${url} (${code}). Is the server running, and is the port right?`;
    case 'ENOENT':
      return `There is no socket at ${url} (${code}). Is the server running, and is the path right?`;
    case 'ENOTSOCK':
      return `The file of ${url} is not a socket (${code}).`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of ${url} cannot be found (${code}).`;
    case 'ETIMEDOUT':
      return `The host of ${url} did not answer (${code}). Can it be reached from here, and is the port right?`;
    case 'EACCES':
    case 'EPERM':
      return `This process is not allowed to connect to ${url} (${code}).`;
    case 'EMFILE':
    case 'ENFILE':
      return (
        `No connection to ${url} could be opened: too many files and sockets are open (${code}). ` +
        'Close clients and servers in between, or raise the limit (ulimit -n).'
      );
    default:
      return code !== undefined && UNREACHABLE.has(code) ? `There is no route to the host of ${url} (${code}).` : undefined;
  }
}

/** What OpenSSL says if the server answers in plain text. */
const NO_TLS = /wrong version number|packet length too long|unknown protocol|http request|record layer failure/i;
const WANTS_CERTIFICATE = /alert (?:certificate required|bad certificate|unknown ca|no certificate)/i;

function tlsProblem(url: string, cause: Cause, code = ''): string | undefined {
  if (!url.startsWith('wss:')) return undefined;
  const { message } = cause;
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || (code === 'EPROTO' && NO_TLS.test(message))) {
    return `${url} does not speak TLS (${code}). Write ws:// instead of wss://.`;
  }
  if (WANTS_CERTIFICATE.test(message)) {
    return `${url} accepts no client without a certificate that it trusts (${code}). Give one with tls: { cert, key }.`;
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL'))
    return `The TLS connection to ${url} failed: ${oneLine(words(message))} (${code}).`;
  return certificateProblem(url, cause, code);
}

/** Whether it begins with a TLS record, an 'alert' or a 'handshake' (RFC 8446 §5.1). */
const isTls = ([kind, version]: Buffer): boolean => (kind === 0x15 || kind === 0x16) && version === 0x03;

function otherProblem({ url, hasCertificate }: Attempt, { message, rawPacket }: Cause, code = ''): string | undefined {
  if (code === 'ECONNRESET' || code === 'EPIPE' || message === 'socket hang up') {
    const plain = url.startsWith('ws:') ? ' Is the path right? If it speaks TLS, write wss:// instead of ws://.' : '';
    // in TLS 1.3 the server judges it only after the client's handshake is done; some, like Node, then close without an alert
    const distrust = hasCertificate ? ' It may not trust the certificate given as tls: { cert }.' : '';
    return `${url} closed the connection before it answered the upgrade (${code || 'no code'}).${plain || distrust}`;
  }
  if (!code.startsWith('HPE_')) return undefined;
  if (rawPacket && isTls(rawPacket)) return `${url} speaks TLS (${code}). Write wss:// instead of ws://.`;
  if (code === 'HPE_HEADER_OVERFLOW')
    return `${url} answered with headers that are too long (${code}). To take longer ones, write ws: { maxHeaderSize: … }, in bytes.`;
  const text = rawPacket && /^[\x20-\x7e\r\n\t]+/.exec(rawPacket.subarray(0, 100).toString('latin1'))?.[0].trim();
  if (text?.startsWith('HTTP/')) return `${url} answered with HTTP that cannot be read: ${oneLine(message)} (${code}).`;
  return `${url} answered with something that is not HTTP${text ? `, ${show(text)}` : ''} (${code}).`;
}

/** What `ws` has found wrong with an answer of 101 (RFC 6455 §4.1). */
function upgradeProblem({ protocols }: Attempt, { headers }: IncomingMessage, message: string): string | undefined {
  const offered = protocols.map((protocol) => show(protocol)).join(', ');
  const chosen = show(headers['sec-websocket-protocol']);
  switch (message) {
    case 'Invalid Upgrade header':
      if (/^websocket$/i.test(headers.upgrade ?? ''))
        return "answered with 101, but without the header 'Connection: Upgrade' (RFC 6455 §4.2.2).";
      return "answered with 101, but without the header 'Upgrade: websocket'. What answers there is not a WebSocket server.";
    case 'Invalid Sec-WebSocket-Accept header':
      if (headers['sec-websocket-accept'] === undefined)
        return 'answered with 101, but without the header Sec-WebSocket-Accept (RFC 6455 §4.2.2).';
      return 'answered with 101, but with a Sec-WebSocket-Accept that does not belong to this request (RFC 6455 §4.2.2).';
    case 'Server sent a subprotocol but none was requested':
      return `chose the subprotocol ${chosen}, but none was offered. Offer it with protocols: [${chosen}].`;
    case 'Server sent an invalid subprotocol':
      return `chose the subprotocol ${chosen}, which was not offered (offered: ${offered}).`;
    case 'Server sent no subprotocol':
      return `chose none of the subprotocols offered (${offered}). Leave out protocols, or let the server choose one.`;
    default:
      return /Sec-WebSocket-Extensions|extension/.test(message)
        ? `answered with the extensions ${show(headers['sec-websocket-extensions'])}, which were not offered like that (RFC 6455 §9.1).`
        : undefined;
  }
}

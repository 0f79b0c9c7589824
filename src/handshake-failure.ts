import type { IncomingMessage } from 'node:http';
import { oneLine } from './show';

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
}

const BODY_KEPT = 64 * 1024;
const BODY_SHOWN = 300;

/** The answer of a server that refuses the upgrade, with the beginning of its body. Ends within `patience` ms. */
export async function refusal(url: string, response: IncomingMessage, patience: number): Promise<HandshakeFailure> {
  const body = await beginningOf(response, patience);
  const status = response.statusCode ?? 0;
  const said = body.trim() === '' ? '' : `: ${oneLine(body.trim(), BODY_SHOWN)}`;
  const reason = response.statusMessage ? ` ${oneLine(response.statusMessage)}` : '';
  const headers = response.headers as Record<string, string | string[]>;
  return { message: `${url} refused the upgrade with ${status}${reason}${said}`, status, headers, body };
}

function beginningOf(response: IncomingMessage, patience: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.destroy();
      resolve(Buffer.concat(chunks).subarray(0, BODY_KEPT).toString());
    };
    const timer = setTimeout(done, patience);
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= BODY_KEPT) done();
    });
    response.on('end', done).on('error', done).on('close', done);
  });
}

/** What the error of a connection that could not be opened means. */
export function explain(url: string, error: NodeJS.ErrnoException): HandshakeFailure {
  const { code } = error;
  const message = sentence(url, error);
  return code === undefined ? { message } : { message, code };
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/;

function sentence(url: string, { code = '', message }: NodeJS.ErrnoException): string {
  if (code === 'ECONNREFUSED') return `Nothing listens at ${url} (${code}). Is the server started, and the port right?`;
  if (code === 'ENOENT' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `The host of ${url} cannot be found (${code}).`;
  }
  if (code === 'ECONNRESET' || message === 'socket hang up') {
    return `${url} closed the connection before it answered the upgrade (${code || 'no code'}).`;
  }
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER') {
    return `${url} does not speak TLS (${code}). Write ws:// instead of wss://.`;
  }
  if (CERTIFICATE.test(code)) {
    return (
      `The certificate of ${url} is not trusted (${code}). ` +
      'Give its authority with tls: { ca }, or tls: { rejectUnauthorized: false } for this client.'
    );
  }
  if (code.startsWith('HPE_')) return `${url} answered with something that is no HTTP (${code}).`;
  return `${url} did not complete the WebSocket handshake: ${oneLine(message)}${code && ` (${code})`}.`;
}

export function silence(url: string, timeout: number): HandshakeFailure {
  return { message: `${url} did not answer the upgrade within ${Math.round(timeout)} ms.` };
}

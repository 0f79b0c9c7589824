import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { maskedBeginning } from '../text/masked-beginning';
import { oneLine } from '../text/show';
import type { HandshakeFailure } from './handshake-failure';
import { maskAnswer } from './mask-answer';

const BODY_KEPT = 64 * 1024;
const BODY_SHOWN = 300;
/** How long a body may pause before what has come is used (ms): the status is known without it. */
const BODY_PAUSE = 500;

/**
 * The answer of a server that refuses the upgrade, with the beginning of its body. Ends within `waitTime` ms.
 * @param redirect What to say about a redirect, instead of the body.
 */
export async function refusal(
  url: string,
  response: IncomingMessage,
  waitTime: number,
  redirect?: string,
): Promise<HandshakeFailure> {
  const { bytes, isCut: isLeft } = await beginningOf(response, waitTime);
  const body = await decoded(bytes, response.headers['content-encoding']);
  const status = response.statusCode ?? 0;
  const isCut = isLeft || Buffer.byteLength(body) > BODY_KEPT - 4; // up to 4 bytes less, if a character was cut
  const said = redirect ?? oneLine(maskAnswer(maskedBeginning(body.trim(), BODY_KEPT, isCut)), BODY_SHOWN);
  const reason = response.statusMessage ? ` ${oneLine(maskAnswer(response.statusMessage))}` : '';
  const headers = response.headers as Record<string, string | string[]>;
  const who = status === 407 ? `The proxy on the way to ${url} refused it` : `${url} refused the upgrade`;
  const ordinary = status >= 200 && status < 300 ? ', as it answers any request: nothing there takes WebSockets' : '';
  return { message: `${who} with ${status}${reason}${ordinary}${said && `: ${said}`}`, status, headers, body };
}

/** What was read of a body. */
interface Beginning {
  readonly bytes: Buffer;
  /** Whether reading was stopped before the end. */
  readonly isCut: boolean;
}

/** The body until it ends, pauses for too long, or is long enough. */
function beginningOf(response: IncomingMessage, waitTime: number): Promise<Beginning> {
  const chunks: Buffer[] = [];
  let size = 0;
  const latest = performance.now() + waitTime;
  return new Promise((resolve) => {
    const finish = (isCut: boolean) => {
      clearTimeout(timer);
      response.destroy();
      resolve({ bytes: Buffer.concat(chunks).subarray(0, BODY_KEPT), isCut });
    };
    const done = () => finish(false);
    // setImmediate: what has arrived while this process was busy is read first
    const timer = setTimeout(() => setImmediate(done), Math.min(BODY_PAUSE, waitTime));
    response.on('data', (chunk: Buffer) => {
      timer.refresh();
      chunks.push(chunk);
      size += chunk.length;
      if (size >= BODY_KEPT || performance.now() > latest) finish(true);
    });
    response.on('end', done).on('error', done).on('close', done);
  });
}

/** The beginning of the decoded text, even if the bytes are cut off; the bytes as text if they do not have that encoding. */
async function decoded(bytes: Buffer, encoding = ''): Promise<string> {
  const decoder = decoderFor(encoding.trim().toLowerCase(), bytes);
  if (!decoder || bytes.length === 0) return bytes.toString();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of Readable.from([bytes]).pipe(decoder)) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= BODY_KEPT) break;
    }
  } catch {
    if (size === 0) return bytes.toString();
  }
  return Buffer.concat(chunks).subarray(0, BODY_KEPT).toString();
}

/** RFC 9110 §8.4.1. */
function decoderFor(encoding: string, [first = 0]: Buffer): NodeJS.ReadWriteStream | undefined {
  const finishFlush = zlib.constants.Z_SYNC_FLUSH;
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip({ finishFlush });
    case 'deflate': // some servers leave out the header of zlib
      return (first & 0x0f) === 8 ? zlib.createInflate({ finishFlush }) : zlib.createInflateRaw({ finishFlush });
    case 'br':
      return zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH });
    default:
      return undefined;
  }
}

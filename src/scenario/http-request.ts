import * as http from 'node:http';
import * as https from 'node:https';
import type { TlsOptions, Values } from '../options';
import type { Realm } from '../realm';
import type { ScenarioResponse } from './scenario-run';

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Values;
  /** Sent as JSON; text and bytes as they are. */
  readonly body: unknown;
  readonly tls: TlsOptions | undefined;
}

/**
 * Sends a request on a connection of its own, which ends with it: one that is kept alive would hold up the server's
 * `close()`. Redirects are not followed. Rejects when there is no answer.
 */
export async function sendRequest(request: HttpRequest, realm: Realm, signal: AbortSignal): Promise<ScenarioResponse> {
  const { url, method, body, tls } = request;
  const payload = payloadOf(body, realm);
  const headers = headersOf(request.headers, body, payload);
  const send = url.startsWith('https:') ? https.request : http.request;
  const options = { ...tls, method, headers, signal, agent: false } as https.RequestOptions;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const sent = send(url, options, resolve);
    sent.on('error', reject);
    sent.end(payload);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const { statusCode = 0 } = response;
  const fields = { url, method, status: statusCode, headers: Object.assign(new realm.Object(), response.headers) };
  return Object.assign(new realm.Object(), fields, { body: parsed(Buffer.concat(chunks).toString(), realm) }) as ScenarioResponse;
}

function payloadOf(body: unknown, realm: Realm): string | Uint8Array | undefined {
  if (body === undefined || typeof body === 'string') return body;
  return ArrayBuffer.isView(body) ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength) : realm.stringify(body);
}

function headersOf(given: Values, body: unknown, payload: string | Uint8Array | undefined): http.OutgoingHttpHeaders {
  const headers: http.OutgoingHttpHeaders = {};
  if (typeof payload === 'string' && typeof body !== 'string') headers['content-type'] = 'application/json';
  if (payload !== undefined) headers['content-length'] = Buffer.byteLength(payload);
  for (const [name, value] of Object.entries(given)) {
    if (value != null) headers[name.toLowerCase()] = Array.isArray(value) ? value.map(String) : String(value);
  }
  return headers;
}

function parsed(text: string, realm: Realm): unknown {
  try {
    return realm.parse(text);
  } catch {
    return text;
  }
}

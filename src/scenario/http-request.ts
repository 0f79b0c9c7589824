import * as http from 'node:http';
import * as https from 'node:https';
import { jsonOf } from '../codecs/json-form';
import type { NamedValues } from '../codecs/named-values';
import type { Connection } from '../connection/connection';
import { tlsFor } from '../connection/upgrade-options';
import { isUnix } from '../connection/websocket-url';
import { type Equality, understand } from '../expectations/expected';
import type { Realm } from '../runtime/realm';
import { maskUrl } from '../text/mask';
import { UsageError } from '../text/usage-error';
import type { Parts, RequestStep } from './steps';
import type { Sources } from './template';

/** The response to an HTTP request of a scenario. */
export interface ScenarioResponse {
  /** The URL that was requested. */
  readonly url: string;
  readonly method: string;
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** Parsed if it is JSON, else the text. */
  readonly body: any;
}

interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: NamedValues;
  /** Sent as JSON; text and bytes as they are. */
  readonly body: unknown;
  readonly payload: string | Uint8Array | undefined;
  readonly tls: Readonly<Record<string, unknown>>;
}

/** The user who sends it: it shares their TLS options, and a path goes to their host. */
interface RequestingUser {
  readonly parts: Parts;
  readonly connection: Connection | undefined;
}

/** @throws {UsageError} when it cannot be made. */
export function requestOf(step: RequestStep, { parts, connection }: RequestingUser, sources: Sources, realm: Realm): HttpRequest {
  const url = urlOf(String(step.url.make(sources, realm)), connection?.address ?? '');
  const body = step.body.make(sources, realm);
  return {
    url,
    method: step.method,
    headers: step.headers.make(sources, realm) as NamedValues,
    body,
    payload: payloadOf(body, realm),
    tls: tlsFor(url, parts.steps.find((step) => step.kind === 'connect')?.options.tls),
  };
}

function urlOf(url: string, address: string): string {
  if (/^https?:\/\//i.test(url)) return url;
  if (isUnix(address)) throw new UsageError(`a path can only be requested of a host, not of ${maskUrl(address)}.`);
  return new URL(url, address.replace(/^ws/, 'http')).href;
}

/**
 * Whether the response has the expected status and body.
 * @param expected What its body must be; anything if undefined.
 */
export function isExpected(
  step: RequestStep,
  expected: unknown,
  { status, body }: ScenarioResponse,
  equality: Equality,
): boolean {
  if (step.status === undefined ? status >= 400 : status !== step.status) return false;
  if (expected === undefined) return true;
  return understand(expected, equality).matches({ payload: typeof body === 'string' ? body : '', value: body });
}

/**
 * Sends a request on a connection of its own, which ends with it: a connection that is kept alive would delay the server's
 * `close()`. Redirects are not followed. Rejects if there is no answer.
 */
export async function sendRequest(request: HttpRequest, realm: Realm, signal: AbortSignal): Promise<ScenarioResponse> {
  const { url, method, body, payload, tls } = request;
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
  return ArrayBuffer.isView(body) ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength) : jsonOf(body, realm);
}

function headersOf(given: NamedValues, body: unknown, payload: string | Uint8Array | undefined): http.OutgoingHttpHeaders {
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

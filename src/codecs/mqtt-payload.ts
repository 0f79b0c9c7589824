import { bytesOf } from '../runtime/bytes';
import { toJson } from './message-json';

/** How the payload of a PUBLISH is given: as bytes, as text, or as the value of its JSON (as text if it does not parse). */
export type MqttPayloadForm = 'buffer' | 'text' | 'json';

/** The payload of a message that came, in its form. */
export function payloadIn(form: MqttPayloadForm, bytes: Buffer): unknown {
  if (form === 'buffer') return bytes;
  const text = bytes.toString();
  if (form === 'text') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * The bytes of a payload that is sent. Text and bytes are sent as they are, whatever the form.
 * @throws when it is something else and the form is not `'json'`, or JSON would lose a part of it.
 */
export function payloadBytes(form: MqttPayloadForm, payload: unknown): Buffer {
  if (payload === undefined) return Buffer.alloc(0);
  if (typeof payload === 'string') return Buffer.from(payload);
  const bytes = bytesOf(payload);
  if (bytes) return bytes;
  if (form === 'json') return Buffer.from(toJson(payload));
  throw new TypeError("its payload is neither text nor bytes. Write mqtt({ payload: 'json' }) for everything else");
}

/** What the payload of a PUBLISH is: its bytes, its text, or JSON where it parses and else its text. */
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
 * The bytes of a payload that is sent: text and bytes are sent as they are in every form.
 * @throws {TypeError} when it has no form.
 */
export function payloadBytes(form: MqttPayloadForm, payload: unknown): Buffer {
  if (payload === undefined) return Buffer.alloc(0);
  if (typeof payload === 'string') return Buffer.from(payload);
  if (ArrayBuffer.isView(payload)) return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (form !== 'json')
    throw new TypeError("its payload is neither text nor bytes. Write mqtt({ payload: 'json' }) for everything else");
  const text = JSON.stringify(payload);
  if (text === undefined) throw new TypeError(`JSON has no form for its payload, a ${typeof payload}`);
  return Buffer.from(text);
}

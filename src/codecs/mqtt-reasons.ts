/** Why a server refuses a CONNECT, by the return codes of MQTT 3.1.1 (§3.2.2.3). */
const RETURN_CODES: Readonly<Record<number, string>> = {
  1: 'unacceptable protocol version',
  2: 'identifier rejected',
  3: 'server unavailable',
  4: 'bad user name or password',
  5: 'not authorized',
};

/** The reason codes of MQTT 5 that say that something has failed (§2.4), with a few that do not. */
const REASON_CODES: Readonly<Record<number, string>> = {
  0: 'Normal disconnection',
  128: 'Unspecified error',
  129: 'Malformed Packet',
  130: 'Protocol Error',
  131: 'Implementation specific error',
  132: 'Unsupported Protocol Version',
  133: 'Client Identifier not valid',
  134: 'Bad User Name or Password',
  135: 'Not authorized',
  136: 'Server unavailable',
  137: 'Server busy',
  138: 'Banned',
  139: 'Server shutting down',
  140: 'Bad authentication method',
  141: 'Keep Alive timeout',
  142: 'Session taken over',
  143: 'Topic Filter invalid',
  144: 'Topic Name invalid',
  147: 'Receive Maximum exceeded',
  148: 'Topic Alias invalid',
  149: 'Packet too large',
  150: 'Message rate too high',
  151: 'Quota exceeded',
  152: 'Administrative action',
  153: 'Payload format invalid',
  154: 'Retain not supported',
  155: 'QoS not supported',
  156: 'Use another server',
  157: 'Server moved',
  158: 'Shared Subscriptions not supported',
  159: 'Connection rate exceeded',
  160: 'Maximum connect time',
  161: 'Subscription Identifiers not supported',
  162: 'Wildcard Subscriptions not supported',
};

/** What the code of a CONNACK or a DISCONNECT means, in the words of the standard, and what the server adds to it. */
export function mqttReason(code: number, version: number, added?: unknown): string {
  const words = (version === 5 ? REASON_CODES : RETURN_CODES)[code] ?? 'unknown reason';
  return `${words} (code ${code})${typeof added === 'string' ? `: ${added}` : ''}`;
}

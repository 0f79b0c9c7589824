import fc from 'fast-check';
import { generate, type Packet, parser } from 'mqtt-packet';
import type { Answer } from '../../src/codecs/codec';
import { mqtt } from '../../src/codecs/mqtt';
import type { MqttOutgoing } from '../../src/codecs/mqtt-packets';
import { codecConnection } from '../support/codec-connection';
import { heldBytes } from '../support/held-bytes';
import { runs } from '../support/runs';

type Options = NonNullable<Parameters<typeof mqtt>[0]>;

const bytes = (packet: object, protocolVersion = 4) => generate(packet as Packet, { protocolVersion });

const opened = (options: Options = {}) => {
  const connection = codecConnection();
  const session = mqtt({ clientId: 'rob', ...options }).open(connection);
  const came = (payload: Buffer | string) => [...session.decode(payload)];
  const hears = (packet: object) => came(bytes(packet, options.protocolVersion));
  return { ...connection, session, came, hears };
};

/** One whose CONNECT has been accepted. */
const connected = (options: Options = {}) => {
  const all = opened(options);
  all.hears({
    cmd: 'connack',
    sessionPresent: false,
    ...(options.protocolVersion === 5 ? { reasonCode: 0 } : { returnCode: 0 }),
  });
  all.taken();
  return all;
};

/** What a server reads. */
function parsed(payload: string | Uint8Array | readonly (string | Uint8Array)[], protocolVersion = 4): object {
  const packets: object[] = [];
  const reader = parser({ protocolVersion }).on('packet', (packet) => packets.push(packet));
  reader.parse(payload as Buffer);
  const [packet] = packets;
  if (packets.length !== 1 || !packet) throw new Error(`${packets.length} packets`);
  return packet;
}

const publish = { cmd: 'publish', topic: 'chat', payload: 'hi', qos: 0, retain: false, dup: false };

describe('the handshake', () => {
  test('CONNECT says who it is', () => {
    const will = { topic: 'gone', payload: 'rob', qos: 1 as const };
    const { taken } = opened({ username: 'rob', password: 'secret', will, keepAlive: 5, clean: false });
    const [[act, payload, value] = []] = taken() as [string, Uint8Array, unknown][];
    expect(act).toBe('sent');
    expect(value).toEqual({
      ...{ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'rob', clean: false, keepalive: 5 },
      ...{ username: 'rob', password: 'secret', will: { ...will, retain: false, payload: Buffer.from('rob') } },
    });
    expect(parsed(payload as Uint8Array)).toMatchObject({ ...(value as object), password: Buffer.from('secret') });
  });

  test('a will whose QoS is undefined has none', () => {
    const { taken } = opened({ will: { topic: 'gone', qos: undefined, retain: undefined } as never });
    expect(taken()[0]).toMatchObject(['sent', expect.anything(), { will: { topic: 'gone', qos: 0, retain: false } }]);
  });

  test('a client without an id makes one up, another for each connection', () => {
    const codec = mqtt();
    const [first, second] = [codecConnection(), codecConnection()];
    codec.open(first);
    codec.open(second);
    const ids = [first, second].map(({ acts }) => (acts[0]?.[2] as { clientId: string } | undefined)?.clientId);
    expect(ids).toEqual([expect.stringMatching(/^jest-[\da-f]{8}$/), expect.stringMatching(/^jest-[\da-f]{8}$/)]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  test('an accepted CONNECT is ready, and CONNACK is traffic', () => {
    const { hears, taken } = opened();
    taken();
    expect(hears({ cmd: 'connack', returnCode: 0, sessionPresent: true })).toEqual([]);
    expect(taken()).toEqual([['traffic', { cmd: 'connack', sessionPresent: true, returnCode: 0 }], ['ready']]);
  });

  test.each<[Options['protocolVersion'], object, string]>([
    [4, { returnCode: 5 }, 'not authorized (code 5)'],
    [4, { returnCode: 4 }, 'bad user name or password (code 4)'],
    [4, { returnCode: 77 }, 'unknown reason (code 77)'],
    [5, { reasonCode: 0x87 }, 'Not authorized (code 135)'],
    [5, { reasonCode: 0x85, properties: { reasonString: 'too long' } }, 'Client Identifier not valid (code 133): too long'],
  ])('a refused one of MQTT %p fails with the words of its code: %j', (protocolVersion = 4, fields, reason) => {
    const { hears, taken } = opened({ protocolVersion });
    taken();
    hears({ cmd: 'connack', sessionPresent: false, ...fields });
    const code = Object.values(fields)[0];
    expect(taken().slice(1)).toEqual([['refused', reason, { code }]]);
  });

  test.each<[string, Buffer | string, string]>([
    ['text', '{"error":"who are you?"}', 'what the server sent is not MQTT: MQTT comes in binary frames, and this is text'],
    ['other bytes', Buffer.from([0, 0]), 'what the server sent is not MQTT: Not supported'],
  ])('%s in its place fails it', (_, payload, reason) => {
    const { came, taken } = opened();
    taken();
    expect(() => came(payload)).toThrow();
    expect(taken()).toEqual([['refused', reason, {}]]);
  });
});

describe('messages that come', () => {
  test('are packets with their payload in its form', () => {
    const packet = { ...publish, payload: '{"a":1}' };
    expect(connected().hears(packet)).toEqual([{ ...packet, payload: Buffer.from('{"a":1}') }]);
    expect(connected({ payload: 'text' }).hears(packet)).toEqual([packet]);
    expect(connected({ payload: 'json' }).hears(packet)).toEqual([{ ...packet, payload: { a: 1 } }]);
    expect(connected({ payload: 'json' }).hears(publish)).toEqual([publish]);
  });

  test('a frame may hold several packets, and a packet may be split over frames, wherever', () => {
    const packets = ['one', 'two', 'three'].map((payload) => ({ ...publish, payload }));
    const all = Buffer.concat(packets.map((packet) => bytes(packet)));
    expect(connected({ payload: 'text' }).came(all)).toEqual(packets);
    for (let at = 1; at < all.length; at++) {
      const { came } = connected({ payload: 'text' });
      expect([...came(all.subarray(0, at)), ...came(all.subarray(at))]).toEqual(packets);
    }
    const { came } = connected({ payload: 'text' });
    expect([...all].flatMap((byte) => came(Buffer.from([byte])))).toEqual(packets);
  });

  test('have the topic that an alias stands for (MQTT 5 §3.3.2.3.4)', () => {
    const { hears } = connected({ protocolVersion: 5, properties: { topicAliasMaximum: 10 } });
    const sent = (topic: string, topicAlias: number) => hears({ ...publish, topic, properties: { topicAlias } });
    const topics = [sent('a', 1), sent('b', 2), sent('', 1), sent('', 2), sent('c', 1), sent('', 1), sent('', 3)];
    expect(topics).toMatchObject(['a', 'b', 'a', 'b', 'c', 'c', ''].map((topic) => [{ cmd: 'publish', topic }]));
  });

  test('one of QoS 1 is acknowledged', () => {
    const { hears, taken } = connected({ payload: 'text' });
    const packet = { ...publish, qos: 1, messageId: 7 };
    expect(hears(packet)).toEqual([packet]);
    expect(taken()).toEqual([['sent', bytes({ cmd: 'puback', messageId: 7 }), { cmd: 'puback', messageId: 7 }]]);
  });

  test('one of QoS 2 is delivered once, until it is released', () => {
    const { hears, taken } = connected({ payload: 'text' });
    const packet = { ...publish, qos: 2, messageId: 7 };
    const received = { cmd: 'pubrec', messageId: 7 };
    expect(hears(packet)).toEqual([packet]);
    expect(taken()).toEqual([['sent', bytes(received), received]]);
    const again = { ...packet, dup: true };
    expect(hears(again)).toEqual([]);
    expect(taken()).toEqual([
      ['traffic', again],
      ['sent', bytes(received), received],
    ]);
    const complete = { cmd: 'pubcomp', messageId: 7 };
    expect(hears({ cmd: 'pubrel', messageId: 7 })).toEqual([]);
    expect(taken()).toEqual([
      ['traffic', { cmd: 'pubrel', messageId: 7 }],
      ['sent', bytes(complete), complete],
    ]);
    expect(hears(packet)).toEqual([packet]);
  });

  test('the disconnect of MQTT 5 ends it, in the words of its code', () => {
    const { hears, taken } = connected({ protocolVersion: 5 });
    hears({ cmd: 'disconnect', reasonCode: 0x8e });
    expect(taken().at(-1)).toEqual(['ended', 'the server has disconnected the client: Session taken over (code 142)']);
  });
});

describe('messages that are sent', () => {
  const sent = (message: unknown, options?: Options) =>
    parsed(connected(options).session.encode(message as MqttOutgoing) as Uint8Array);

  test('need what a user must say alone', () => {
    expect(sent({ cmd: 'publish', topic: 'chat', payload: 'hi' })).toMatchObject({ ...publish, payload: Buffer.from('hi') });
    expect(sent({ cmd: 'publish', topic: 'chat' })).toMatchObject({ topic: 'chat', payload: Buffer.alloc(0) });
    expect(sent({ cmd: 'publish', topic: 'chat', payload: new Uint8Array([1]), qos: 1 })).toMatchObject({
      messageId: 1,
      payload: Buffer.from([1]),
    });
    expect(sent({ cmd: 'publish', topic: 'chat', payload: { a: 1 } }, { payload: 'json' })).toMatchObject({
      payload: Buffer.from('{"a":1}'),
    });
    expect(sent({ cmd: 'subscribe', subscriptions: [{ topic: 'chat' }] })).toMatchObject({
      messageId: 1,
      subscriptions: [{ topic: 'chat', qos: 0 }],
    });
    expect(sent({ cmd: 'unsubscribe', unsubscriptions: ['chat'] })).toMatchObject({ messageId: 1, unsubscriptions: ['chat'] });
  });

  test('are recorded with the topic that an alias stands for, and sent without', () => {
    const { session } = connected({ protocolVersion: 5 });
    const sent = (topic: string) => {
      const packet: MqttOutgoing = { cmd: 'publish', topic, properties: { topicAlias: 1 } };
      return [parsed(session.encode(packet), 5), session.sentValue?.(Buffer.alloc(0), packet)];
    };
    expect(sent('a')).toMatchObject([{ topic: 'a' }, { topic: 'a' }]);
    expect(sent('')).toMatchObject([{ topic: '' }, { topic: 'a' }]);
  });

  test('are recorded with what the codec has added, as they were', () => {
    const { session } = connected({ payload: 'json' });
    const message = { cmd: 'publish' as const, topic: 'chat', payload: { list: [1] }, qos: 1 as const };
    session.encode(message);
    message.payload.list.push(2);
    expect(session.sentValue?.('', message)).toEqual({ ...publish, qos: 1, messageId: 1, payload: { list: [1] } });
  });

  test.each<[string, unknown, string]>([
    ['text', 'hello', "a message of MQTT is a packet: { cmd: 'publish', topic, payload }"],
    ['another command', { cmd: 'publsh' }, 'Unknown command'],
    ['no topic', { cmd: 'publish', payload: 'x' }, 'its topic must be text'],
    ['a long one', { cmd: 'publish', topic: 'x'.repeat(70_000) }, 'its topic is longer than 65535 bytes'],
    ['a wrong qos', { cmd: 'publish', topic: 'x', qos: 3 }, 'its qos is 3, and must be 0, 1 or 2'],
    ['a wrong qos', { cmd: 'subscribe', subscriptions: [{ topic: 'x', qos: '1' }] }, 'its qos is 1, and must be 0, 1 or 2'],
    [
      'a wrong id',
      { cmd: 'publish', topic: 'x', qos: 1, messageId: 65_536 },
      'its messageId is 65536, and must be a whole number from 1 to 65535',
    ],
    [
      'an object',
      { cmd: 'publish', topic: 'x', payload: { a: 1 } },
      "its payload is neither text nor bytes. Write mqtt({ payload: 'json' })",
    ],
    ['topics as text', { cmd: 'subscribe', subscriptions: 'chat' }, 'its subscriptions must be an array'],
  ])('%s is refused', (_, message, sentence) => {
    expect(() => connected().session.encode(message as MqttOutgoing)).toThrow(sentence);
  });

  test('what JSON has no form for is refused', () => {
    expect(() => sent({ cmd: 'publish', topic: 'x', payload: () => {} }, { payload: 'json' })).toThrow(
      'a function: JSON has no form for functions. Write a value.',
    );
  });
});

describe('a payload of JSON', () => {
  const payloadOf = (payload: unknown) => {
    const message = { cmd: 'publish' as const, topic: 'x', payload };
    return (parsed(connected({ payload: 'json' }).session.encode(message) as Uint8Array) as { payload: Buffer }).payload;
  };

  test('an ArrayBuffer is published as its bytes, not as {}', () => {
    expect(payloadOf(Uint8Array.of(1, 2, 3).buffer)).toEqual(Buffer.from([1, 2, 3]));
    expect(payloadOf(new SharedArrayBuffer(2))).toEqual(Buffer.alloc(2));
  });

  test.each<[string, unknown, string]>([
    ['a Map', new Map([['a', 1]]), 'a Map: JSON makes {} of it. Write [...map] or Object.fromEntries(map).'],
    ['NaN in it', { a: Number.NaN }, 'NaN at a: JSON makes null of it. Write null, or text.'],
    ['a promise', Promise.resolve(1), 'a promise: await it first.'],
  ])('%s is not lost silently', (_, payload, sentence) => {
    expect(() => payloadOf(payload)).toThrow(sentence);
  });
});

test('a password may be any bytes', () => {
  const { taken } = opened({ username: 'rob', password: Uint8Array.of(1, 2).buffer as never });
  expect(parsed(taken()[0]?.[1] as Uint8Array)).toMatchObject({ password: Buffer.from([1, 2]) });
});

describe('a messageId that is left out', () => {
  const subscribe = { cmd: 'subscribe' as const, subscriptions: [{ topic: 'chat' }] };
  const idOf = ({ session }: ReturnType<typeof connected>, message: MqttOutgoing = subscribe) =>
    (parsed(session.encode(message) as Uint8Array) as { messageId: number }).messageId;

  test('is not one that the user has given to what is not acknowledged yet', () => {
    const all = connected();
    for (const messageId of [1, 3]) idOf(all, { ...subscribe, messageId });
    expect([idOf(all), idOf(all)]).toEqual([2, 4]);
  });

  test('is not one in flight when the numbers begin anew; what is acknowledged is free again', () => {
    const all = connected();
    expect([idOf(all), idOf(all), idOf(all)]).toEqual([1, 2, 3]);
    all.hears({ cmd: 'suback', messageId: 2, granted: [0] });
    for (let id = 4; id <= 65_535; id++) all.session.encode(subscribe);
    expect(idOf(all)).toBe(2);
    expect(() => idOf(all)).toThrow('no messageId is free: nothing that was sent is acknowledged');
  });

  test('is free when a PUBLISH of QoS 2 is complete, not when it is received', () => {
    const all = connected();
    expect(idOf(all, { cmd: 'publish', topic: 'chat', qos: 2 })).toBe(1);
    for (let id = 2; id <= 65_535; id++) all.session.encode(subscribe);
    all.hears({ cmd: 'pubrec', messageId: 1 });
    expect(() => idOf(all)).toThrow('no messageId is free');
    all.hears({ cmd: 'pubcomp', messageId: 1 });
    expect(idOf(all)).toBe(1);
  });
});

describe('request()', () => {
  const asked = (message: MqttOutgoing, options?: Options) => {
    const all = connected(options);
    return { ...all, request: all.session.request?.(message) };
  };

  test.each<[MqttOutgoing, object]>([
    [
      { cmd: 'subscribe', subscriptions: [{ topic: 'chat', qos: 1 }] },
      { cmd: 'suback', granted: [1] },
    ],
    [{ cmd: 'unsubscribe', unsubscriptions: ['chat'] }, { cmd: 'unsuback' }],
    [{ cmd: 'publish', topic: 'chat', qos: 1 }, { cmd: 'puback' }],
    [{ cmd: 'publish', topic: 'chat', qos: 2 }, { cmd: 'pubcomp' }],
  ])('%j is answered by what has its id', (message, reply) => {
    const { request, hears } = asked(message);
    expect(request?.message).toMatchObject({ messageId: 1 });
    const [other, own] = [2, 1].map((messageId) => (hears({ ...reply, messageId })[0] as unknown as Answer).value as never);
    expect([request?.isReply(other as never), request?.isReply(own as never)]).toEqual([false, true]);
    expect(own).toEqual({ ...reply, messageId: 1 });
  });

  test('of QoS 2 is released in between', () => {
    const { hears, taken } = asked({ cmd: 'publish', topic: 'chat', qos: 2 });
    expect(hears({ cmd: 'pubrec', messageId: 1 })).toEqual([]);
    const release = { cmd: 'pubrel', messageId: 1 };
    expect(taken()).toEqual([
      ['traffic', { cmd: 'pubrec', messageId: 1 }],
      ['sent', bytes(release), release],
    ]);
  });

  test('of QoS 2 is answered by the PUBREC of MQTT 5 that refuses it', () => {
    const { hears, taken, request } = asked({ cmd: 'publish', topic: 'chat', qos: 2 }, { protocolVersion: 5 });
    const [answer] = hears({ cmd: 'pubrec', messageId: 1, reasonCode: 0x87 }) as unknown as Answer[];
    expect(request?.isReply(answer?.value as never)).toBe(true);
    expect(taken()).toEqual([]);
  });

  test('of QoS 0 is refused: nothing answers it', () => {
    expect(() => asked({ cmd: 'publish', topic: 'chat' })).toThrow(
      'a PUBLISH of QoS 0 is not acknowledged. Write { qos: 1 }, or send() it',
    );
  });
});

test('close() says DISCONNECT', () => {
  const { session, taken } = connected();
  session.close?.();
  expect(taken()).toEqual([['sent', bytes({ cmd: 'disconnect' }), { cmd: 'disconnect' }]]);
});

test('keep-alive: a PINGREQ as often as the server wants it, and PINGRESP is traffic', () => {
  const timers: [number, () => void][] = [];
  const connection = { ...codecConnection(), every: (interval: number, act: () => void) => void timers.push([interval, act]) };
  const session = mqtt({ protocolVersion: 5, keepAlive: 30 }).open(connection);
  const properties = { serverKeepAlive: 10 };
  expect([...session.decode(bytes({ cmd: 'connack', reasonCode: 0, sessionPresent: false, properties }, 5))]).toEqual([]);
  connection.taken();
  expect(timers).toHaveLength(1);
  expect(timers[0]?.[0]).toBe(10_000);
  timers[0]?.[1]();
  expect([...session.decode(bytes({ cmd: 'pingresp' }))]).toEqual([]);
  expect(connection.taken()).toEqual([
    ['sent', bytes({ cmd: 'pingreq' }), { cmd: 'pingreq' }],
    ['traffic', { cmd: 'pingresp' }],
  ]);
});

test('a second CONNACK does not double the PINGREQs', () => {
  const timers: number[] = [];
  const connection = { ...codecConnection(), every: (interval: number) => void timers.push(interval) };
  const session = mqtt({ keepAlive: 30 }).open(connection);
  const connack = bytes({ cmd: 'connack', returnCode: 0, sessionPresent: false });
  for (const payload of [connack, connack]) expect([...session.decode(payload)]).toEqual([]);
  expect(timers).toEqual([30_000]);
});

test('options are looked at when the codec is made', () => {
  expect(() => mqtt({ keepalive: 5 } as never)).toThrow("mqtt() has no option 'keepalive'. Did you mean 'keepAlive'?");
  expect(() => mqtt({ keepAlive: 0.5 })).toThrow(
    "The option 'keepAlive' of mqtt() must be a whole number of seconds, 0 to 65535, not 0.5.",
  );
  expect(() => mqtt({ password: 5 as never })).toThrow("The option 'password' of mqtt() must be text or bytes, not a number.");
  expect(() => mqtt({ will: { topic: 5 as never } })).toThrow("The option 'will.topic' of mqtt() must be a string, not 5.");
});

describe('fuzzed', () => {
  const id = fc.integer({ min: 1, max: 65_535 });
  const packet = fc.oneof(
    fc.record({
      cmd: fc.constant('publish'),
      topic: fc.string(),
      payload: fc.string(),
      qos: fc.constant(0),
      retain: fc.boolean(),
    }),
    fc.record({
      cmd: fc.constant('publish'),
      topic: fc.string(),
      payload: fc.string(),
      qos: fc.constantFrom(1, 2),
      messageId: id,
    }),
    fc.record({ cmd: fc.constant('suback'), granted: fc.array(fc.constantFrom(0, 1, 2, 128), { minLength: 1 }), messageId: id }),
    fc.record({ cmd: fc.constantFrom('puback', 'pubrec', 'pubrel', 'pubcomp', 'unsuback'), messageId: id }),
    fc.record({ cmd: fc.constantFrom('pingresp', 'connack'), returnCode: fc.nat(5), sessionPresent: fc.boolean() }),
  );
  const properties = fc.record({
    userProperties: fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), fc.string(), { noNullPrototype: true }),
  });
  const packet5 = fc.oneof(
    fc.record({ cmd: fc.constant('publish'), topic: fc.string(), payload: fc.string(), qos: fc.constant(0), properties }),
    fc.record({ cmd: fc.constant('disconnect'), reasonCode: fc.constantFrom(0, 0x80, 0x8e), properties }),
    fc.record({ cmd: fc.constant('puback'), messageId: id, reasonCode: fc.constantFrom(0, 0x10, 0x80), properties }),
  );
  /** Whole, cut short, with a byte or two of its own, or noise. */
  const frame = (one: fc.Arbitrary<object>, version: number) =>
    fc.oneof(
      fc.uint8Array({ maxLength: 64 }).map((noise) => Buffer.from(noise)),
      one.map((whole) => bytes(whole, version)),
      fc.tuple(one, fc.nat(), fc.nat(255), fc.boolean()).map(([whole, at, byte, isCut]) => {
        const all = bytes(whole, version);
        if (isCut) return all.subarray(0, at % (all.length + 1));
        all[at % all.length] = byte;
        return all;
      }),
    );

  test.each([
    [4, packet],
    [5, packet5],
  ] as const)(
    'whatever comes of MQTT %d is decoded or refused, and the next message after what was refused is read',
    (version, one) => {
      fc.assert(
        fc.property(fc.array(frame(one as fc.Arbitrary<object>, version), { minLength: 1, maxLength: 5 }), (frames) => {
          const { came, hears } = connected({ protocolVersion: version, payload: 'text' });
          let refused = false;
          for (const payload of frames) {
            try {
              refused = false;
              came(payload);
            } catch (error) {
              refused = true;
              expect(error).toHaveProperty('message', expect.any(String));
            }
          }
          if (refused) expect(hears(publish)).toEqual([publish]);
          expect(Object.keys(Object.prototype)).toEqual([]);
          expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
        }),
        { seed: 1, numRuns: runs(1000) },
      );
    },
  );

  test('a declared length allocates nothing, and what never ends is not waited for', () => {
    const { came } = connected();
    const before = heldBytes();
    for (let n = 0; n < 1000; n++) expect(connected().came(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]))).toEqual([]);
    expect(heldBytes() - before).toBeLessThan(200e6);
    expect(() => came(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]))).toThrow('Invalid variable byte integer');
    came(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
    const mebibyte = Buffer.alloc(1024 * 1024);
    expect(() => {
      for (let n = 0; n < 100; n++) came(mebibyte);
    }).toThrow('a packet of more than 67108864 bytes');
  });
});

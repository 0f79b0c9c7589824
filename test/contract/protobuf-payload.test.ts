import protobufjs from 'protobufjs';
import { protobuf } from '../../src/codecs/protobuf';
import { issuesText } from '../../src/contract/issue-text';
import { codecConnection } from '../support/codec-connection';
import { contractOf, definitionIn, refusalOf, version3 } from '../support/contracts';

const CHAT = `syntax = "proto3";
package chat;
import "google/protobuf/timestamp.proto";
message User { string name = 1; int64 user_id = 2; }
message Said {
  string text = 1;
  User from = 2;
  Mood mood = 3;
  repeated Mood past = 4;
  map<string, int32> counts = 5;
  oneof to { string room = 6; User user = 7; }
  google.protobuf.Timestamp at = 8;
  enum Mood { HAPPY = 0; SAD = 1; }
}
`;
const format = 'application/vnd.google.protobuf;version=3';
const document = (schema: unknown) => version3({ Said: { payload: { schemaFormat: format, schema } } });
const proto = (schema: unknown, files = {}) => definitionIn(contractOf(document(schema), files), 'Said');

describe('a payload of protobuf', () => {
  const said = proto(CHAT);
  const told = (payload: unknown) => issuesText(said.issues({ payload }));

  test.each([
    [
      'fits',
      { text: 'x', from: { name: 'ann', userId: '12' }, mood: 'SAD', past: ['HAPPY'], counts: { a: 1 }, room: 'blue' },
      '',
    ],
    ['fits, with names as the file has them', { from: { user_id: 12 } }, ''],
    ['breaks a type', { text: 7 }, '/text is wrong: string expected'],
    ['breaks a type below', { from: { name: 7 } }, '/from/name is wrong: string expected'],
    ['breaks an enumeration', { mood: 'ANGRY' }, '/mood is wrong: enum value expected'],
    ['is no message', 'x', 'it is wrong: a message of protobuf is an object of its fields'],
  ])('%s', (_, payload, sentence) => {
    expect(told(payload)).toBe(sentence);
    expect(said.fits({ payload })).toBe(sentence === '');
  });

  test('has no other fields', () => {
    expect(told({ txt: 'x' })).toContain('txt');
  });

  test('is what the codec makes of bytes', () => {
    const { root } = protobufjs.parse(CHAT.replace(/^import.*$|^.*Timestamp at.*$/gm, ''));
    const type = root.lookupType('chat.Said');
    const bytes = Buffer.from(
      type.encode(type.fromObject({ text: 'x', mood: 1, room: 'blue', from: { name: 'ann', userId: 7 } })).finish(),
    );
    expect(told(bytes)).toBe('');
    expect(told(bytes.subarray(0, 2))).toMatch(/^it cannot be decoded as chat\.Said: index out of range/);
    expect([...protobuf(type).open(codecConnection()).decode(bytes)].map(told)).toEqual(['']);
  });

  test('has enumerations and an example', () => {
    expect([...said.enums]).toEqual([
      ['/mood', ['HAPPY', 'SAD']],
      ['/past/*', ['HAPPY', 'SAD']],
    ]);
    expect(said.fits({ payload: said.example() })).toBe(true);
    expect(said.example()).toMatchObject({ text: '', mood: 'HAPPY' });
  });
});

test('an example of protobuf with bytes fits, also where it is written as JSON', () => {
  const file = proto('syntax = "proto3"; message File { bytes data = 1; repeated bytes parts = 2; }');
  expect(file.issues({ payload: JSON.parse(JSON.stringify(file.example())) })).toEqual([]);
});

describe('the message of protobuf', () => {
  const text = (payload: object) => issuesText(proto({ $ref: './chat.proto' }, { 'chat.proto': CHAT }).issues({ payload }));
  const two = 'syntax = "proto3"; message A { string a = 1; }\nmessage B { int32 b = 1; }';

  test('is that of a file beside the document which is part of no other', () => {
    expect(text({ text: 7 })).toBe('/text is wrong: string expected');
  });

  test('is that which the reference names', () => {
    const user = proto({ $ref: './chat.proto#/chat.User' }, { 'chat.proto': CHAT });
    expect(issuesText(user.issues({ payload: { name: 7 } }))).toBe('/name is wrong: string expected');
    expect(refusalOf(document({ $ref: './chat.proto#/chat.Usr' }), { 'chat.proto': CHAT })).toBe(
      "chat.proto:1: /chat.Usr has no message 'chat.Usr': it has chat.User, chat.Said.",
    );
  });

  test('is that which a comment marks', () => {
    const marked = two.replace('message B', '// @RootNode\nmessage B');
    expect(issuesText(proto(marked).issues({ payload: { b: 'x' } }))).toBe('/b is wrong: integer expected');
  });

  test('among several is asked for', () => {
    expect(refusalOf(document({ $ref: './two.proto' }), { 'two.proto': two })).toBe(
      "two.proto:1: has several messages: write @RootNode above one, or its name behind the file: './chat.proto#/A'.",
    );
    expect(refusalOf(document('syntax = "proto3";'))).toMatch(/is protobuf without a message\.$/);
  });

  test('is made of other files', () => {
    const files = {
      'api/chat.proto': 'syntax = "proto3"; import "./parts/user.proto"; message Said { User from = 1; }',
      'api/parts/user.proto': 'syntax = "proto3"; message User { string name = 1; } message Other {}',
    };
    expect(issuesText(proto({ $ref: './api/chat.proto' }, files).issues({ payload: { from: { name: 7 } } }))).toBe(
      '/from/name is wrong: string expected',
    );
    expect(
      refusalOf(document({ $ref: './a.proto' }), { 'a.proto': 'syntax = "proto3"; import "../../etc/passwd"; message A {}' }),
    ).toMatch(/leads out of the project, to '\.\.\/\.\.\/etc\/passwd'\.$/);
  });

  test('is made of files that are named from a folder around it', () => {
    const files = {
      'proto/chat/said.proto':
        'syntax = "proto3"; import "chat/user.proto"; import "shared/at.proto"; message Said { User from = 1; At at = 2; }',
      'proto/chat/user.proto': 'syntax = "proto3"; message User { string name = 1; }',
      'shared/at.proto': 'syntax = "proto3"; message At { int32 ms = 1; }',
    };
    const said = proto({ $ref: './proto/chat/said.proto' }, files);
    expect(said.fits({ payload: { from: { name: 'ann' }, at: { ms: 7 } } })).toBe(true);
    expect(
      refusalOf(document({ $ref: './proto/chat/said.proto' }), { ...files, 'shared/at.proto': 'import "none.proto";' }),
    ).toMatch(/leads to 'none\.proto', which cannot be read\.$/);
  });

  test('that is none is refused, with its line', () => {
    expect(refusalOf(document({ $ref: './a.proto' }), { 'a.proto': 'syntax = "proto3";\n\nmessag A {}' })).toBe(
      "a.proto:1: is not protobuf: illegal token 'messag', in its line 3.",
    );
    expect(refusalOf(document('syntax = "proto3"; message A { Foo a = 1; }'))).toMatch(
      /is not protobuf: no such Type or Enum 'Foo' in Type \.A\.$/,
    );
    expect(refusalOf(document({ type: 'object' }))).toMatch(
      /must be the text of a \.proto file, or a \$ref to one, not \{"type":"object"\}\.$/,
    );
  });
});

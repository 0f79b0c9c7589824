import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadScenarios, runTogether } from 'jest-websocket';
import { chatServer } from '../../examples/chat/src/server';
import { failure } from '../support/failure';
import { echoServer, serverThatSends } from '../support/servers';
import { temporaryFolder } from '../support/temporary-folder';

const chat = chatServer();
const directory = temporaryFolder('scenarios');

function file(text: string, name = 'chat.yaml'): string {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}

const yaml = `
user_1:
  connect:
    query: { name: user_1 }
  steps:
    - expect: { message: user_1 has connected }
      as: user_1 is in
    - expect: { message: user_2 has connected }
      reply: { message: 'Hello from user_1!' }
    - expect: { message: 'user_2: Hello from user_2!' }
    - close: true
user_2:
  connect:
    query: { name: user_2 }
    after: user_1 is in
  steps:
    - expect: { message: 'user_1: Hello from user_1!' }
      reply: { message: 'Hello from user_2!' }
    - expect: { message: user_1 has disconnected }
`;

test('a conversation from a file of YAML, run twice', async () => {
  const users = loadScenarios(file(yaml), chat);
  expect(Object.keys(users)).toEqual(['user_1', 'user_2']);
  await runTogether(Object.values(users));
  await expect(Object.values(users)).toComplete();
});

test('a path is relative to the file that calls, and JSON is read too', async () => {
  const text = JSON.stringify({ rob: { steps: [{ send: { n: 1 } }, { expect: { n: 1 } }] } }, null, '\t');
  const { rob } = loadScenarios(file(text, 'rob.json'), echoServer());
  await rob?.run();
  expect((await failure(() => loadScenarios('nowhere.yaml'))).message).toContain("loadScenarios() cannot read 'nowhere.yaml'");
});

test('all that a scenario can say', async () => {
  const greets = serverThatSends(
    '{"type":"hello","list":[{"id":1},{"id":2}],"nothing":null}',
    '{"tick":1}',
    '{"tick":2}',
    '{"accepted":true}',
  );
  const users = loadScenarios(
    {
      ann: {
        connect: { query: { a: 1 } },
        order: 'any',
        timeouts: { response: 60_000 },
        steps: [
          {
            expect: { type: 'hello' },
            attributes: { 'list[*].id': 2, nothing: null },
            present: ['list[0]', 'nothing'],
            capture: { id: 'list[0].id' },
          },
          { reply: { got: '${list[1].id}' }, delay: 5, as: 'answered' },
          { present: 'tick', times: 2, replies: ['a', 'b'] },
          { oneOf: [[{ expect: { accepted: true }, as: 'in' }], [{ expect: { refused: true } }, { send: 'why' }]] },
          { repeat: { times: 2, steps: [{ send: { id: '${@id}' }, after: ['answered', 'in'] }] } },
          { close: { code: 3000, reason: 'bye' } },
        ],
      },
    },
    greets,
  );
  const run = await users.ann?.run();
  expect(run?.sent).toHaveLength(7);
  expect(run?.sent).toEqual(expect.arrayContaining([{ got: 2 }, { id: 1 }]));
  expect(run?.client?.transcript).toContainEqual(expect.objectContaining({ kind: 'close', code: 3000, direction: 'sent' }));
});

describe('what is wrong is said with its line and its field', () => {
  test.each<[string, string, string]>([
    [
      'a misspelt field',
      yaml.replace('as: user_1', 'ass: user_1'),
      "chat.yaml:7: user_1.steps[0].ass is not a known field. Did you mean 'as'?",
    ],
    [
      'a step that says nothing',
      yaml.replace('- close: true', '- as: nothing'),
      'chat.yaml:11: user_1.steps[3] must say what happens',
    ],
    [
      'a misspelt option',
      yaml.replace('query: { name: user_2 }', 'qurey: { name: user_2 }'),
      "chat.yaml:13: user_2.connect: connect() has no option 'qurey'. Did you mean 'query'?",
    ],
    [
      'a delay that is no number',
      yaml.replace('- close: true', '- close: true\n      delay: soon'),
      "chat.yaml:12: user_1.steps[3].delay: delay() takes a number of milliseconds, 0 or more, not 'soon'.",
    ],
    [
      'a trigger on itself',
      yaml.replace('as: user_1 is in', 'as: a\n      after: a'),
      "chat.yaml:8: user_1.steps[0].after: 'a' waits for itself.",
    ],
    [
      'a path that cannot match',
      yaml.replace("reply: { message: 'Hello from user_1!' }", "reply: { message: '${message.x}' }"),
      'chat.yaml:9: user_1.steps[1].reply: There can be nothing at ${message.x}',
    ],
    [
      'two things in one step',
      yaml.replace('- close: true', '- close: true\n      send: x'),
      'cannot be combined with send. Make it a step of its own',
    ],
    [
      'replies to nothing',
      yaml.replace('- close: true', '- send: x\n      replies: [y]'),
      'chat.yaml:12: user_1.steps[3].replies belongs to an expectation, not to send.',
    ],
    [
      'an exact message that is sent',
      yaml.replace('- close: true', '- send: x\n      exact: true'),
      'chat.yaml:12: user_1.steps[3].exact belongs to an expectation, not to send.',
    ],
    [
      'a repeat that waits',
      yaml.replace('- close: true', '- repeat: { times: 2, steps: [{ send: x }] }\n      after: user_1 is in'),
      'chat.yaml:12: user_1.steps[3].after belongs to one of the steps that are repeated, not to repeat.',
    ],
    ['steps that are no list', 'rob:\n  steps: 5', 'chat.yaml:2: rob.steps must be a list of steps, not 5.'],
    ['no steps', 'rob:\n  order: any', 'chat.yaml:1: rob.steps must be a list of steps, not undefined.'],
    [
      'an order that is none',
      'rob:\n  order: strict\n  steps: []',
      "chat.yaml:2: rob.order: order() takes 'any', 'sequence' or 'exact', not 'strict'.",
    ],
    [
      'a branch without a head',
      'rob:\n  steps:\n    - oneOf:\n      - - send: x\n      - - expect: x',
      'chat.yaml:3: rob.steps[0].oneOf: Each branch of oneOf() begins with an expectation',
    ],
    [
      'a mistake in a branch',
      'rob:\n  steps:\n    - oneOf:\n      - - expect: x\n          tims: 2\n      - - expect: x',
      "chat.yaml:5: rob.steps[0].oneOf[0][0].tims is not a known field. Did you mean 'times'?",
    ],
    ['an empty name', "'':\n  steps: []", "chat.yaml:1: ['']: scenario() takes the user's name, such as 'user_1', not ''."],
    ['no YAML', 'rob: [', 'chat.yaml:1: '],
    ['a key twice', 'rob:\n  steps: []\nrob:\n  steps: []', 'chat.yaml:3: is neither YAML nor JSON: Map keys must be unique.'],
    ['a part that holds itself', 'rob: &rob\n  steps: *rob', 'chat.yaml:2: holds itself, by an alias.'],
    ['nothing', '', 'must be an object of named scenarios'],
  ])('%s', async (_, text, sentence) => {
    const { message, stack = '' } = await failure(() => loadScenarios(file(text), chat));
    expect(message).toContain(sentence);
    expect(message.match(/chat\.yaml:/g)).toEqual(['chat.yaml:']); // not also the place of what is around it
    expect(stack.split('\n').find((line) => /^\s+at /.test(line))).toContain('scenario-files.test.ts');
  });

  test('data has no lines, and its field is named', async () => {
    const { message } = await failure(() => loadScenarios({ rob: { steps: [{ expct: 'x' }] } }));
    expect(message).toBe("rob.steps[0].expct is not a known field. Did you mean 'expect'?");
    expect((await failure(() => loadScenarios(5 as never))).message).toContain('takes the path of a file');
    expect((await failure(() => loadScenarios({}))).message).toContain('the data must be an object of named scenarios');
  });
});

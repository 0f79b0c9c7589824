import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');

/** Every option here has a doc comment, in a table of its own or in one that is part of another. */
const source = `
import { configure, connect, scenario, type WebSocketClient } from 'jest-websocket';
export async function use(client: WebSocketClient) {
  await connect({ name: 'x', path: '/x', query: {}, codec: 'text', timeout: 1, tls: { ca: 'x', cert: 'x', key: 'x', servername: 'x' }, mask: [] });
  configure({ url: 'x', headers: {}, codec: 'text', quietWindow: 1, teardown: { grace: 1 }, limits: { unread: 1 } });
  client.sendRaw('x', { binary: true });
  client.respond('x', 'y', { times: 1 });
  await client.receive('x', { timeout: 1, exact: true });
  scenario('x').timeouts({ response: 1 }).expect('x', { exact: true }).request('x', { method: 'x', headers: {}, status: 1 });
  await expect(client).toReceiveMessage('x', { timeout: 1, exact: true, only: client });
  await expect(client).toReceiveMessages(['x'], { timeout: 1, order: 'any' });
  expect(client).toHaveReceivedMessage('x', { times: 1, exact: true });
  expect(client).toHaveReceivedMessages(['x'], { order: 'any' });
  expect(client).toMatchTranscriptSnapshot({ only: 'x', sorted: true });
}
`;

test('an editor shows the doc comment of each option', () => {
  const directory = mkdtempSync(join(root, '.lab', 'editor-'));
  const file = join(directory, 'a.test.ts');
  writeFileSync(join(directory, 'package.json'), '{}');
  writeFileSync(file, source);
  const settings: ts.CompilerOptions = {
    module: ts.ModuleKind.Node16,
    strict: true,
    exactOptionalPropertyTypes: true,
    types: ['node', 'jest'],
  };
  const service = ts.createLanguageService({
    ...ts.sys,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => directory,
    getCompilationSettings: () => settings,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  });
  try {
    expect(service.getSemanticDiagnostics(file).map(({ messageText }) => messageText)).toEqual([]);
    const options = [...source.matchAll(/(\w+): (?!WebSocketClient)/g)];
    const untold = options.filter(({ index }) => !service.getQuickInfoAtPosition(file, index)?.documentation?.length);
    expect(untold.map(([, name]) => name)).toEqual([]);
  } finally {
    service.dispose();
    rmSync(directory, { recursive: true });
  }
});

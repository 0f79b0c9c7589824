const { createRequire } = require('node:module');

requireTypeScript();

const { createDefaultPreset } = require('ts-jest');

module.exports = { ...createDefaultPreset(), ...require('./jest-preset.js') };

/** @throws a sentence that says what to install; without it Jest says that there is no such preset. */
function requireTypeScript() {
  const install = 'npm install --save-dev ts-jest typescript@6';
  const tsJest = found('ts-jest/package.json', require);
  if (!tsJest) throw mistake(`It needs ts-jest, which is not installed. Run: ${install}`);
  const typescript = found('typescript/package.json', createRequire(tsJest.path));
  if (!typescript) throw mistake(`ts-jest needs TypeScript, which is not installed. Run: ${install}`);
  const { version } = typescript.content;
  const [, below] = /<\s*(\d+)/.exec(tsJest.content.peerDependencies?.typescript) ?? [];
  if (Number.parseInt(version, 10) < Number(below ?? Number.POSITIVE_INFINITY)) return;
  throw mistake(
    `ts-jest ${tsJest.content.version} needs a TypeScript below ${below}, and ${version} is installed. Run: ` +
      `npm install --save-dev typescript@${below - 1}, or write preset: 'jest-websocket' beside another transform.`,
  );
}

function found(file, from) {
  try {
    const path = from.resolve(file);
    return { path, content: from(path) };
  } catch {
    return undefined;
  }
}

/** Jest heads a TypeError with "Preset jest-websocket/ts-jest is invalid", and prints the stack behind the message. */
function mistake(sentence) {
  return Object.assign(new TypeError(sentence), { stack: '' });
}

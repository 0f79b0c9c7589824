// `npm run build`: the declarations by tsc, which checks the types, and the modules by esbuild. With `--no-check` it takes
// the types on trust.
const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');
const { join } = require('node:path');
const { bundle } = require('./bundle');
const { buildPage } = require('./page');

const root = join(__dirname, '..');

async function build(flags) {
  rmSync(join(root, 'build'), { recursive: true, force: true });
  const folder = join(root, 'build');
  await Promise.all([declare(flags), bundle(folder), buildPage(folder)]);
}

async function declare(flags) {
  const args = [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json', ...flags];
  const tsc = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const code = await new Promise((resolve) => tsc.on('close', resolve));
  if (code !== 0) throw new Error('tsc has found errors.');
}

build(process.argv.includes('--no-check') ? ['--noCheck'] : []).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

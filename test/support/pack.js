const { execFileSync } = require('node:child_process');
const { cpSync, mkdirSync, readdirSync, renameSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../..');
const labs = [join(root, '.lab'), join(root, 'test/peers/jest29/.lab')];

let isPacked = false;

/** Packs the package, and installs the tarball where the projects that the tests make find it: a folder for each Jest. */
module.exports = function pack() {
  if (isPacked) return; // for another project of this run
  isPacked = true;
  const [first, ...others] = labs;
  for (const lab of labs) rmSync(lab, { recursive: true, force: true });
  const modules = join(first, 'node_modules');
  mkdirSync(modules, { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', first], { cwd: root, stdio: 'pipe' });
  const tarball = readdirSync(first).find((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', join(first, tarball), '-C', modules]);
  renameSync(join(modules, 'package'), join(modules, 'jest-websocket'));
  for (const lab of others) cpSync(first, lab, { recursive: true });
};

const { execFileSync } = require('node:child_process');
const { mkdirSync, readdirSync, renameSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../..');
const labs = [join(root, '.lab'), join(root, 'test/peers/jest29/.lab')];

/** Builds the package, packs it, and installs the tarball where the labs of the tests find it. */
module.exports = function buildAndPack() {
  if (process.env.JEST_WEBSOCKET_BUILT) return;
  const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: 'pipe' });
  rmSync(join(root, 'build'), { recursive: true, force: true });
  run('npx', '--no-install', 'tsc', '-p', 'tsconfig.build.json');
  for (const lab of labs) {
    rmSync(lab, { recursive: true, force: true });
    const modules = join(lab, 'node_modules');
    mkdirSync(modules, { recursive: true });
    run('npm', 'pack', '--ignore-scripts', '--pack-destination', lab);
    const [tarball] = readdirSync(lab).filter((name) => name.endsWith('.tgz'));
    run('tar', '-xzf', join(lab, tarball), '-C', modules);
    renameSync(join(modules, 'package'), join(modules, 'jest-websocket'));
  }
};

// The page of a report: its app as one script and its styles, which `reporter/page.ts` puts into each report.
const { join } = require('node:path');
const { readFileSync } = require('node:fs');
const { build } = require('esbuild');

const root = join(__dirname, '..');

/** Past it, a small report is mostly code. In bytes. */
const LIMIT = 150_000;

/** Writes both into a folder. */
exports.buildPage = async (folder) => {
  const outfile = join(folder, 'reporter/page/app.js');
  await build({
    absWorkingDir: root,
    entryPoints: ['reporter/page/app.tsx'],
    outfile,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome111', 'firefox115', 'safari16.4'],
    charset: 'ascii',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'error',
    tsconfig: 'reporter/page/tsconfig.json',
  });
  const code = readFileSync(outfile, 'utf8');
  const styles = readFileSync(outfile.replace(/js$/, 'css'), 'utf8');
  if (/<\/script|<!--/i.test(code) || /<\/style/i.test(styles)) throw new Error('The page would end its own script or styles.');
  if (code.length + styles.length > LIMIT) throw new Error(`The page has ${code.length + styles.length} bytes of code, over ${LIMIT}.`);
};

if (require.main === module) exports.buildPage(join(root, 'build'));

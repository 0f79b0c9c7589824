// The page of a report: its app as one script and its styles, which `reporter/page.ts` puts into each report.
const { join } = require('node:path');
const { readFileSync } = require('node:fs');
const { build } = require('esbuild');

const root = join(__dirname, '..');

/** Past it, a small report is mostly code. In bytes. */
const LIMIT = 150_000;

/** Writes both into a folder. */
exports.buildPage = async (folder) => {
  const outdir = join(folder, 'reporter/page');
  await build({
    absWorkingDir: root,
    entryPoints: ['app.tsx', 'page.css'].map((name) => ({ in: `reporter/page/${name}`, out: 'app' })),
    outdir,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome123', 'firefox121', 'safari17.5'],
    charset: 'ascii',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'error',
    tsconfig: 'reporter/page/tsconfig.json',
  });
  const code = readFileSync(join(outdir, 'app.js'), 'utf8');
  const styles = readFileSync(join(outdir, 'app.css'), 'utf8');
  if (/<\/script|<!--/i.test(code) || /<\/style/i.test(styles)) throw new Error('The page would end its own script or styles.');
  if (code.length + styles.length > LIMIT)
    throw new Error(`The page has ${code.length + styles.length} bytes of code, over ${LIMIT}.`);
};

if (require.main === module) exports.buildPage(join(root, 'build'));

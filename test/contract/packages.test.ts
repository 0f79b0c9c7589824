import { version3 } from '../support/contracts';

const SAID = version3({ Said: { payload: { type: 'string' } } });

const missing = (name: string) => () => {
  throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
};

/** Why a document is refused where the packages are these. */
function refusalWith(packages: Readonly<Record<string, () => unknown>>): string {
  let refusal = '';
  jest.isolateModules(() => {
    for (const [name, found] of Object.entries(packages)) jest.doMock(name, found, { virtual: true });
    const { refusalOf } = require('../support/contracts') as typeof import('../support/contracts');
    refusal = refusalOf(SAID);
  });
  for (const name of Object.keys(packages)) jest.dontMock(name);
  return refusal;
}

const ajv6 = { ajv: () => function Ajv() {}, 'ajv/package.json': () => ({ version: '6.15.0' }) };
const yaml1 = { yaml: () => ({ parseDocument() {} }), 'yaml/package.json': () => ({ version: '1.10.2' }) };

test.each([
  [
    'is missing, as yaml and ajv',
    { yaml: missing('yaml'), ajv: missing('ajv') },
    'A contract needs the packages yaml and ajv. Install: npm install --save-dev yaml ajv ajv-formats',
  ],
  [
    'is missing, as ajv',
    { ajv: missing('ajv') },
    'A contract needs the package ajv. Install: npm install --save-dev ajv ajv-formats',
  ],
  [
    'is too old, as the ajv of ESLint',
    ajv6,
    'A contract needs ajv 8, and found 6.15.0. Install: npm install --save-dev ajv ajv-formats',
  ],
  ['is too old, as yaml 1', yaml1, 'A contract needs yaml 2, and found 1.10.2. Install: npm install --save-dev yaml'],
  [
    'is missing, and another too old',
    { yaml: missing('yaml'), ...ajv6 },
    'A contract needs the package yaml, and ajv 8, and found 6.15.0. Install: npm install --save-dev yaml ajv ajv-formats',
  ],
])('a package that %s is named, with the line that installs it', (_, packages, sentence) => {
  expect(refusalWith(packages)).toBe(sentence);
});

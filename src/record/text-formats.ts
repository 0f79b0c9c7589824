const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const EMAIL = /^[a-z\d_+-]+(\.[a-z\d_+-]+)*@([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/i;
const URI = /^(https?|wss?):\/\/[a-z\d]([a-z\d.-]*[a-z\d])?(:\d{1,5})?(\/[\w.~/-]*)?(\?[\w.~=&/-]*)?(#[\w.~=&/-]*)?$/i;

/** A segment of a path, or the key of a map, that is an id. */
export const ID = /^(\d+|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})$/i;

/** The formats that are recognised, more strictly than validators do, so that all validators agree. */
const FORMATS: readonly (readonly [name: string, fits: (text: string) => boolean])[] = [
  ['uuid', (text) => UUID.test(text)],
  ['date-time', isDateTime],
  ['date', isDate],
  ['email', (text) => EMAIL.test(text)],
  ['uri', (text) => URI.test(text)],
];

/** The format that all of some texts have. */
export const formatOf = (texts: readonly string[]): string | undefined => FORMATS.find(([, fits]) => texts.every(fits))?.[0];

function isDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12 || year < 1) return false;
  return day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function isDateTime(text: string): boolean {
  const [date = '', time = ''] = text.split('T');
  return isDate(date) && TIME.test(time);
}

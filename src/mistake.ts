/** Something that the user of this package wrote and that cannot work. The message says what to write instead. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
}

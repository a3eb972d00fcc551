/** A file to be written. */
export interface GeneratedFile {
  /** Path below the output folder. */
  readonly name: string;
  readonly text: string;
}

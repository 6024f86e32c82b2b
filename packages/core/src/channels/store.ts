/** Bytes as Postgres reads them in a text: the driver takes an array of buffers for one buffer. */
export const hex = (bytes: Buffer | null): string | null => (bytes ? `\\x${bytes.toString('hex')}` : null);

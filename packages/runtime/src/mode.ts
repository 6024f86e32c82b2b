/** The one switch that decides how a process behaves. Unset means production; NODE_ENV decides nothing. */
export type Mode = 'embedded' | 'production';

/** Reads RECADO_MODE; throws on any other value than the two known ones. */
export function readMode(value: string | undefined): Mode {
  if (value === undefined || value === '' || value === 'production') return 'production';
  if (value === 'embedded') return 'embedded';
  throw new Error(`RECADO_MODE is "${value}". Use "embedded" for one machine or "production".`);
}

/** What kind of refusal an error is; each transport maps kinds, never single codes. */
export type ErrorKind =
  | 'INVALID'
  | 'UNAUTHENTICATED'
  | 'UPGRADE'
  | 'LIMIT'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'PRECONDITION'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'INTERNAL';

export type ErrorParams = Record<string, string | number | boolean | null | object>;

/** The only error that verbs throw on purpose: a code with parameters. Its prose lives in the catalogue. */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly params: ErrorParams;

  constructor(code: string, kind: ErrorKind, params: ErrorParams = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.kind = kind;
    this.params = params;
  }
}

type Thrower = (params?: ErrorParams, options?: ErrorOptions) => AppError;

/** A module's table of errors: names to kinds. `errors.notFound({ id })` makes the AppError "module.notFound". */
export function defineErrors<const Table extends Record<string, ErrorKind>>(module: string, table: Table) {
  const made = Object.fromEntries(
    Object.entries(table).map(([name, kind]) => [
      name,
      ((params, options) => new AppError(`${module}.${name}`, kind, params, options)) satisfies Thrower,
    ]),
  );
  return Object.assign(made as { [Name in keyof Table]: Thrower }, {
    codes: Object.keys(table).map((name) => `${module}.${name}`),
  });
}

/** Errors that any verb may meet before its own work begins. */
export const kernelErrors = defineErrors('kernel', {
  invalidInput: 'INVALID',
  forbidden: 'FORBIDDEN',
  workspaceNotFound: 'NOT_FOUND',
  /** Archived, or of an account that was cancelled: for reading only. */
  workspaceClosed: 'PRECONDITION',
  leaseLost: 'CONFLICT',
  /** Something that this is about went while it waited for somebody else's change. */
  goneMeanwhile: 'CONFLICT',
  /** A request that took so long that its session has another token by now. */
  tookTooLong: 'CONFLICT',
  unavailable: 'UNAVAILABLE',
  tooManyRequests: 'RATE_LIMITED',
  /** Asked by a screen of another version; the transport answers it. */
  unknownProcedure: 'NOT_FOUND',
});

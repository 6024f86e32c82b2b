/** An answer that refuses, as Stripe words it. `keeps` says that what was done until then stays done. */
export class StripeError extends Error {
  override name = 'StripeError';
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly keeps: boolean;

  constructor(
    status: number,
    body: { type?: string; code?: string; message: string; param?: string } & Record<string, unknown>,
    keeps = false,
  ) {
    super(body.message);
    this.status = status;
    this.body = { type: 'invalid_request_error', ...body };
    this.keeps = keeps;
  }
}

export const refused = (message: string, more: { code?: string; param?: string } = {}): StripeError =>
  new StripeError(400, { message, ...more });

export const missing = (what: string, id: string, param = 'id'): StripeError =>
  new StripeError(404, { code: 'resource_missing', message: `No such ${what}: '${id}'`, param });

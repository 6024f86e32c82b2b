import type { Messages } from '@recado/i18n/messages';
import type { FieldError } from 'react-hook-form';

type FieldMessage = keyof Messages['identity']['fields'];

/** Which sentence explains what a schema found wrong with a field. */
export function fieldErrorKey(error: FieldError): FieldMessage {
  if (error.message === 'tooShort' || error.message === 'tooLong') return error.message;
  if (error.type === 'too_small' || error.type === 'invalid_type') return 'required';
  if (error.type === 'too_big') return 'tooLong';
  if (error.type === 'invalid_value') return 'required';
  // an empty address has no wrong format: it is missing
  if (error.type === 'invalid_format') return error.ref?.value === '' ? 'required' : 'email';
  return 'invalid';
}

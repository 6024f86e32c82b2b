// The pure door of contacts: forms of a number, values of a company's own fields.
import type { FieldRow, FieldValue } from './contract.ts';

/** Country, digits after the prefix, and how the other form of the same line is made; tried in order. */
const forms: [is: RegExp, other: (digits: string) => string][] = [
  [/^521[2-9]\d{9}$/, (digits) => `52${digits.slice(3)}`],
  [/^52[2-9]\d{9}$/, (digits) => `521${digits.slice(2)}`],
  [/^549[1-8]\d{9}$/, (digits) => `54${digits.slice(3)}`],
  [/^54[1-8]\d{9}$/, (digits) => `549${digits.slice(2)}`],
  [/^55[1-9]\d9[6-9]\d{7}$/, (digits) => `${digits.slice(0, 4)}${digits.slice(5)}`],
  [/^55[1-9]\d[6-9]\d{7}$/, (digits) => `${digits.slice(0, 4)}9${digits.slice(4)}`],
];

/**
 * The forms under which people and WhatsApp write one mobile line, as digits and the given one first: Mexico with and without 1, Argentina with
 * and without 9, Brazil with and without the ninth digit. For finding, never for rewriting. `app.phone_variants` says the same.
 */
export function variants(e164: string): string[] {
  const digits = e164.replace(/\D/g, '');
  const form = forms.find(([is]) => is.test(digits));
  return form ? [digits, form[1](digits)] : [digits];
}

/** Why a value is none of its field; the sentence for it is the screen's. */
export type Refusal = 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'url' | 'email' | 'phone';

/** A value as its field keeps it, or why it is none. An empty text is no value. */
export function readFieldValue(
  field: Pick<FieldRow, 'type' | 'options'>,
  given: FieldValue,
): { value: FieldValue | null } | { refused: Refusal } {
  const text = typeof given === 'string' ? given.trim() : null;
  if (text === '') return { value: null };
  switch (field.type) {
    case 'number':
      return typeof given === 'number' && Number.isFinite(given) && Math.abs(given) < 1e15
        ? { value: given }
        : { refused: 'number' };
    case 'boolean':
      return typeof given === 'boolean' ? { value: given } : { refused: 'boolean' };
    case 'date':
      return text !== null && isDay(text) ? { value: text } : { refused: 'date' };
    case 'choice':
      return text !== null && field.options.includes(text) ? { value: text } : { refused: 'choice' };
    case 'choices': {
      if (!Array.isArray(given) || given.some((each) => !field.options.includes(each))) return { refused: 'choice' };
      const kept = field.options.filter((each) => given.includes(each));
      return { value: kept.length === 0 ? null : kept };
    }
    case 'url':
      return text !== null && isWebAddress(text) ? { value: text } : { refused: 'url' };
    case 'email':
      return text !== null && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? { value: text } : { refused: 'email' };
    case 'phone': {
      const digits = text?.replace(/^00/, '+').replace(/[\s().-]/g, '') ?? '';
      return /^\+?\d{6,15}$/.test(digits) ? { value: `+${digits.replace('+', '')}` } : { refused: 'phone' };
    }
    default:
      return text !== null && text.length <= 500 ? { value: text } : { refused: 'text' };
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function isWebAddress(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

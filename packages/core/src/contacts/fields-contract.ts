// The part of the safe door that is about what may stand in a contact, and a company's own fields.
import { z } from 'zod';

/** Countries by their two letters. */
export const countryCodes = [
  ...'AD AE AF AG AI AL AM AO AR AS AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG'.split(
    ' ',
  ),
  ...'CH CI CK CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FO FR GA GB GD GE GF GH'.split(
    ' ',
  ),
  ...'GI GL GM GN GP GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KY'.split(
    ' ',
  ),
  ...'KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE'.split(
    ' ',
  ),
  ...'NG NI NL NO NP NR NZ OM PA PE PF PG PH PK PL PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SI SK SL SM'.split(
    ' ',
  ),
  ...'SN SO SR SS ST SV SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WS XK'.split(
    ' ',
  ),
  ...'YE YT ZA ZM ZW'.split(' '),
] as readonly string[];
/** Languages that people are likely to be written to in. */
export const languageCodes = 'es ca eu gl en pt fr it de nl ro pl uk ru ar zh ja'.split(' ');

/** What a contact is to the company. `blocked` silences notices, the bot and everything that would be sent; a group is none of these. */
export const contactKinds = ['prospect', 'customer', 'vip', 'blocked'] as const;
export type ContactKind = (typeof contactKinds)[number] | 'group';
export const contactSources = ['whatsapp', 'manual', 'import', 'api'] as const;

export const fieldTypes = ['text', 'number', 'date', 'boolean', 'choice', 'choices', 'url', 'email', 'phone'] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A field that a company made for itself. */
export type FieldRow = { id: string; label: string; type: FieldType; options: string[]; position: number };

const option = z.string().trim().min(1).max(60);

/** Without an id it is a new one. The type of one that exists stays what it is: values were given under it. */
export const SaveField = z
  .object({
    fieldId: z.uuid().optional(),
    label: z.string().trim().min(1).max(60),
    type: z.enum(fieldTypes),
    options: z.array(option).max(40).default([]),
    position: z.number().int().min(0).max(1000).optional(),
  })
  .refine(({ type, options }) => (type === 'choice' || type === 'choices') === options.length > 0, {
    path: ['options'],
    message: 'options',
  })
  .refine(({ options }) => new Set(options.map((each) => each.toLowerCase())).size === options.length, {
    path: ['options'],
    message: 'twice',
  });
export const FieldId = z.object({ fieldId: z.uuid() });

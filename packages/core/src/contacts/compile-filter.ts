import type { Transaction } from '@recado/db';
import type { ContactFilter, FilterGroup, FilterLeaf } from './filter-contract.ts';
import { isGroup } from './filter-contract.ts';
import { variants } from './rules.ts';

const nothing = (tx: Transaction) => tx`true`;
type Fragment = ReturnType<typeof nothing>;
/** Who asks and when: what `me` and so many days mean. */
type Asked = { personId: string | null; now: Date };

const texts = { name: 'name', email: 'email', company: 'company', city: 'city', notes: 'notes' } as const;
const plain = { kind: 'kind', source: 'source', country: 'country', language: 'language' } as const;
const times = { touched: 'touched_at', lastIn: 'last_in_at', lastOut: 'last_out_at', created: 'created_at' } as const;

/**
 * A filter as a condition on a row of `app.contact` named `c`: names come from the tables above, everything that somebody wrote is a parameter.
 * The one place where a filter becomes SQL. Each part is true or false and never unknown, so that turning it round is what it says.
 */
export function compileFilter(tx: Transaction, filter: ContactFilter, asked: Asked): Fragment {
  return groupOf(tx, filter as FilterGroup, asked);
}

function groupOf(tx: Transaction, { match, not, nodes }: FilterGroup, asked: Asked): Fragment {
  // of no conditions, all hold: an empty group narrows nothing, whichever way it is turned
  if (nodes.length === 0) return nothing(tx);
  const joined = nodes
    .map((node) => (isGroup(node) ? groupOf(tx, node, asked) : leafOf(tx, node, asked)))
    .reduce((one, two) => (match === 'all' ? tx`${one} and ${two}` : tx`${one} or ${two}`));
  return not ? tx`(not (${joined}))` : tx`(${joined})`;
}

function leafOf(tx: Transaction, leaf: FilterLeaf, asked: Asked): Fragment {
  switch (leaf.on) {
    case 'name':
    case 'email':
    case 'company':
    case 'city':
    case 'notes':
    case 'phone':
    case 'any':
      return 'value' in leaf ? textOf(tx, leaf.on, leaf.is, leaf.value) : presence(tx, leaf.on, leaf.is === 'filled');
    case 'kind':
    case 'source':
    case 'country':
    case 'language':
      return among(tx, tx`${tx.unsafe(`c.${plain[leaf.on]}`)}`, leaf.values, leaf.is === 'notIn');
    case 'owner':
      if (leaf.is === 'me') return tx`coalesce(c.owner_id = ${asked.personId}::uuid, false)`;
      if ('values' in leaf) return among(tx, tx`c.owner_id::text`, leaf.values, leaf.is === 'notIn');
      return leaf.is === 'empty' ? tx`c.owner_id is null` : tx`c.owner_id is not null`;
    case 'tag': {
      const carried = tx`(select count(*) from app.contact_tag g where g.workspace_id = c.workspace_id and g.contact_id = c.id and g.tag_id = any (${leaf.values}::uuid[]))`;
      if (leaf.is === 'all') return tx`${carried} = ${new Set(leaf.values).size}::integer`;
      return leaf.is === 'any' ? tx`${carried} > 0` : tx`${carried} = 0`;
    }
    case 'consent':
      return leaf.is === 'unknown' ? tx`c.marketing is null` : tx`coalesce(c.marketing = ${leaf.is}, false)`;
    case 'wrote':
      return leaf.is === 'never' ? tx`c.last_in_at is null` : tx`c.last_in_at is not null`;
    case 'touched':
    case 'lastIn':
    case 'lastOut':
    case 'created': {
      const since = new Date(asked.now.getTime() - leaf.days * 86_400_000).toISOString();
      const is = tx`coalesce(${tx.unsafe(`c.${times[leaf.on]}`)} >= ${since}::text::timestamptz, false)`;
      return leaf.is === 'within' ? is : tx`not ${is}`;
    }
    case 'score':
      return leaf.is === 'atLeast'
        ? tx`coalesce(c.score >= ${leaf.value}::float8, false)`
        : tx`coalesce(c.score <= ${leaf.value}::float8, false)`;
    case 'birthday':
      return tx`coalesce(extract(month from c.birthday) = ${leaf.month}::integer, false)`;
    case 'field':
      return fieldOf(tx, leaf);
  }
}

function textOf(
  tx: Transaction,
  on: Extract<FilterLeaf, { is: 'contains' | 'lacks'; on: string }>['on'] | keyof typeof texts | 'phone' | 'any',
  is: 'contains' | 'lacks' | 'equals' | 'starts',
  value: string,
): Fragment {
  if (is === 'lacks') return tx`not ${textOf(tx, on, 'contains', value)}`;
  if (on === 'any') {
    const found = (['name', 'email', 'company'] as const).map((each) => textOf(tx, each, is, value));
    if (value.replace(/\D/g, '').length >= 3) found.push(textOf(tx, 'phone', is, value));
    return tx`(${found.reduce((one, two) => tx`${one} or ${two}`)})`;
  }
  if (on === 'phone') {
    const digits = value.replace(/\D/g, '');
    const fits =
      digits === ''
        ? tx`false`
        : is === 'equals'
          ? tx`i.value = any (${variants(digits)}::text[])`
          : is === 'starts'
            ? tx`starts_with(i.value, ${digits})`
            : tx`(strpos(i.value, ${digits}) > 0 or i.value = any (${variants(digits)}::text[]))`;
    return tx`exists (select 1 from app.contact_identity i where i.workspace_id = c.workspace_id and i.contact_id = c.id and i.kind in ('wa_pn', 'phone') and ${fits})`;
  }
  const fits = (column: string) =>
    is === 'equals'
      ? tx`app.fold(${tx.unsafe(column)}) = app.fold(${value}::text)`
      : is === 'starts'
        ? tx`starts_with(app.fold(${tx.unsafe(column)}), app.fold(${value}::text))`
        : tx`strpos(app.fold(${tx.unsafe(column)}), app.fold(${value}::text)) > 0`;
  // what they call themselves is a name of theirs as well
  if (on === 'name') return tx`(${fits('c.name')} or coalesce(${fits('c.profile_name')}, false))`;
  return tx`coalesce(${fits(`c.${texts[on as keyof typeof texts]}`)}, false)`;
}

function presence(tx: Transaction, on: keyof typeof texts | 'phone' | string, filled: boolean): Fragment {
  const is =
    on === 'phone'
      ? tx`exists (select 1 from app.contact_identity i where i.workspace_id = c.workspace_id and i.contact_id = c.id and i.kind in ('wa_pn', 'phone'))`
      : tx`(coalesce(${tx.unsafe(`c.${texts[on as keyof typeof texts]}`)}, '') <> '')`;
  return filled ? is : tx`not ${is}`;
}

const among = (tx: Transaction, column: Fragment, values: readonly string[], isTurned: boolean): Fragment =>
  isTurned
    ? tx`not coalesce(${column} = any (${values as string[]}::text[]), false)`
    : tx`coalesce(${column} = any (${values as string[]}::text[]), false)`;

/** What a contact has of a field of the company's own stands as JSON; of another kind than asked for, it does not fit. */
function fieldOf(tx: Transaction, leaf: Extract<FilterLeaf, { on: 'field' }>): Fragment {
  const value = tx`(c.fields -> ${leaf.fieldId}::text)`;
  const text = tx`(c.fields ->> ${leaf.fieldId}::text)`;
  const isNumber = tx`jsonb_typeof(${value}) = 'number'`;
  switch (leaf.is) {
    case 'empty':
      return tx`not jsonb_exists(c.fields, ${leaf.fieldId}::text)`;
    case 'filled':
      return tx`jsonb_exists(c.fields, ${leaf.fieldId}::text)`;
    case 'yes':
      return tx`coalesce(${value} = 'true'::jsonb, false)`;
    case 'no':
      return tx`coalesce(${value} = 'false'::jsonb, false)`;
    case 'contains':
      return tx`coalesce(strpos(app.fold(${text}), app.fold(${leaf.value}::text)) > 0, false)`;
    case 'equals':
      return tx`coalesce(app.fold(${text}) = app.fold(${leaf.value}::text), false)`;
    case 'atLeast':
      return tx`case when ${isNumber} then ${text}::float8 >= ${leaf.value}::float8 else false end`;
    case 'atMost':
      return tx`case when ${isNumber} then ${text}::float8 <= ${leaf.value}::float8 else false end`;
    // days as they are kept compare as texts
    case 'before':
      return tx`coalesce(${text} ~ '^\\d{4}-\\d\\d-\\d\\d$' and ${text} collate "C" < ${leaf.value}::text, false)`;
    case 'after':
      return tx`coalesce(${text} ~ '^\\d{4}-\\d\\d-\\d\\d$' and ${text} collate "C" > ${leaf.value}::text, false)`;
    case 'in':
    case 'notIn': {
      const is = tx`coalesce(jsonb_exists_any(case jsonb_typeof(${value}) when 'array' then ${value} else jsonb_build_array(${value}) end, ${leaf.values}::text[]), false)`;
      return leaf.is === 'in' ? is : tx`not ${is}`;
    }
  }
}

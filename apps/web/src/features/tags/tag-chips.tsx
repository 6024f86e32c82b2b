import type { TagRow } from '@recado/core/tags/contract';
import { Tag } from '@recado/ui/tag';
import { useTranslations } from 'next-intl';

const SHOWN = 2;

/** Labels in little room: the first two, and how many more there are. */
export function TagChips({ tags }: { tags: readonly TagRow[] }) {
  const t = useTranslations('tags.picker');
  const rest = tags.slice(SHOWN);
  if (tags.length === 0) return null;
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={tags.map(({ name }) => name).join(', ')}>
      {tags.slice(0, SHOWN).map(({ id, name, colour }) => (
        <Tag key={id} colour={colour}>
          {name}
        </Tag>
      ))}
      {rest.length > 0 && (
        <span className="tabular shrink-0 text-fine text-quiet">
          <span aria-hidden>{`+${rest.length}`}</span>
          <span className="sr-only">{t('more', { names: rest.map(({ name }) => name).join(', ') })}</span>
        </span>
      )}
    </span>
  );
}

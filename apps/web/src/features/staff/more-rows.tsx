import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';

/** The foot of a list that is read page by page: the way to the next page, or that there is none. `of` names the list's words. */
export function MoreRows({
  of,
  query,
  hasRows,
}: {
  of: 'staff.runs' | 'staff.log' | 'staff.deadLetters' | 'staff.wall.leads' | 'staff.sharing' | 'staff.growth.upsells';
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
  hasRows: boolean;
}) {
  const t = useTranslations(of);
  if (query.hasNextPage)
    return (
      <Button
        busy={query.isFetchingNextPage}
        className="justify-self-center"
        onClick={() => void query.fetchNextPage()}
      >
        {t('more')}
      </Button>
    );
  return hasRows && <p className="text-center text-dense text-quiet">{t('end')}</p>;
}

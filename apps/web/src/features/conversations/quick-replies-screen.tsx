'use client';

import type { QuickReplyRow } from '@recado/core/conversations/contract';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import { Section } from '../security/section.tsx';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { QuickReplyDialog } from './quick-reply-dialog.tsx';
import { useQuickReplies } from './use-quick-replies.ts';

/** The texts that `/` finds in a conversation: everybody's, and one's own. */
export function QuickRepliesScreen() {
  const t = useTranslations('conversations.replies');
  const replies = useQuickReplies();
  const { client } = useDesk();
  const mayWrite = useMay('conversations.write');
  const maySharedToo = useMay('conversations.assign');
  const { run } = useAction([queryKeys.quickReplies]);
  const [asking, setAsking] = useState<{ reply: QuickReplyRow | null; what: 'edit' | 'delete' } | null>(null);
  const close = () => setAsking(null);
  const list = replies.data ?? [];
  const add = mayWrite && (
    <Button look="primary" onClick={() => setAsking({ reply: null, what: 'edit' })}>
      {t('add')}
    </Button>
  );
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section title={t('title')} isPage detail={t('detail')} asked={replies} action={list.length > 0 && add}>
          {replies.data && list.length === 0 && (
            <EmptyState title={t('emptyTitle')} detail={t('emptyDetail')} action={add || undefined} />
          )}
          {list.length > 0 && (
            <ul className="grid grid-cols-[minmax(0,1fr)] divide-y">
              {list.map((reply) => (
                <li key={reply.id} data-reply={reply.code} className="flex items-start gap-3 py-3">
                  <div className="grid min-w-0 flex-1 gap-0.5">
                    <p className="font-semibold">
                      {`/${reply.code}`}{' '}
                      <span className="font-normal text-dense text-quiet">{t(reply.isShared ? 'shared' : 'own')}</span>
                    </p>
                    <p className="line-clamp-3 whitespace-pre-wrap break-words text-quiet">{reply.body}</p>
                  </div>
                  {mayWrite && (!reply.isShared || maySharedToo) && (
                    <Menu
                      align="end"
                      trigger={
                        <IconButton label={t('more', { code: reply.code })}>
                          <Ellipsis size={20} aria-hidden />
                        </IconButton>
                      }
                    >
                      <MenuItem onSelect={() => setAsking({ reply, what: 'edit' })}>{t('edit')}</MenuItem>
                      <MenuItem tone="danger" onSelect={() => setAsking({ reply, what: 'delete' })}>
                        {t('delete')}
                      </MenuItem>
                    </Menu>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
      {asking?.what === 'edit' && <QuickReplyDialog reply={asking.reply} onClose={close} />}
      <ConfirmDialog
        open={asking?.what === 'delete'}
        setOpen={close}
        title={t('deleteTitle', { code: asking?.reply?.code ?? '' })}
        detail={t('deleteDetail')}
        confirm={t('delete')}
        look="danger"
        onConfirm={() => {
          const replyId = asking?.reply?.id ?? '';
          close();
          void run(
            (workspaceId) => client.conversations.deleteReply.mutate({ workspaceId, input: { replyId } }),
            t('deleted'),
          );
        }}
      />
    </main>
  );
}

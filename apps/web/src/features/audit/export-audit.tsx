'use client';

import type { AuditFilter } from '@recado/core/compliance/contract';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { toast } from '@recado/ui/toaster';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { downloadFile } from '../session/download-file.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { auditFileAddress } from './audit-file-address.ts';

/** Takes the record away as a file: as a table or for programs, all of it or what fits the filter. */
export function ExportAudit({ filter, isFiltered }: { filter: AuditFilter; isFiltered: boolean }) {
  const t = useTranslations('audit.export');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { viewer, workspace, prove } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const take = async (format: 'csv' | 'jsonl') => {
    setBusy(format);
    setFailure(null);
    try {
      await downloadFile(auditFileAddress(workspace.id, format, filter), viewer.person.id, prove);
      toast(t('done'));
      setOpen(false);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Download size={18} aria-hidden />
        {t('open')}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t('open')}
        description={t('note')}
        closeLabel={tCommon('close')}
      >
        <div className="mt-4 grid gap-4">
          <p className="font-medium">{t(isFiltered ? 'filtered' : 'all')}</p>
          {failure !== null && (
            <p role="alert" className="text-danger">
              {errorText(failure)}
            </p>
          )}
          <div className="flex flex-wrap gap-2">
            {(['csv', 'jsonl'] as const).map((format) => (
              <Button
                key={format}
                look={format === 'csv' ? 'primary' : 'secondary'}
                busy={busy === format}
                disabled={busy !== null}
                onClick={() => void take(format)}
              >
                {t(format)}
              </Button>
            ))}
          </div>
        </div>
      </Dialog>
    </>
  );
}

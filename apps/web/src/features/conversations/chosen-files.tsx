'use client';

import { formatBytes } from '@recado/i18n';
import { IconButton } from '@recado/ui/icon-button';
import { FileText, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';

/** The files about to be sent, each with its weight and a way out. */
export function ChosenFiles({ files, onRemove }: { files: readonly File[]; onRemove: (at: number) => void }) {
  const t = useTranslations('conversations.composer');
  const locale = useLocale();
  return (
    <ul className="flex flex-wrap gap-2">
      {files.map((file, at) => (
        <li
          key={`${file.name}-${file.lastModified}-${file.size}`}
          className="flex max-w-full items-center gap-2 rounded-card border bg-surface py-1 pr-1 pl-3"
        >
          <FileText size={16} aria-hidden className="shrink-0 text-quiet" />
          <span className="max-w-48 truncate">{file.name}</span>
          <span className="tabular text-fine text-quiet">{formatBytes(file.size, locale)}</span>
          <IconButton label={t('remove', { name: file.name })} size="small" onClick={() => onRemove(at)}>
            <X size={16} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

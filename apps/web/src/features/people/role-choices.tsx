'use client';

import { type CustomRoleRow, type MemberRole, mayGrant, memberRoles, rightsOf } from '@recado/core/access/contract';
import { ChoiceCard } from '@recado/ui/choice-card';
import { useId } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useRights } from '../session/use-may.ts';
import { useRoleText } from './use-role-text.ts';

export type ChosenRole = { role: MemberRole; customRoleId: string | null };

/** The roles that this person may give, each with a sentence of what it is for. Owners are made by owners alone. */
export function RoleChoices({
  label,
  own,
  value,
  withOwner,
  onValue,
}: {
  label: string;
  own: readonly CustomRoleRow[];
  value: ChosenRole;
  withOwner: boolean;
  onValue: (chosen: ChosenRole) => void;
}) {
  const name = useId();
  const rights = useRights();
  const { role: mine } = useDesk().workspace;
  const roleText = useRoleText(own);
  const choices: (ChosenRole & { id: string })[] = [
    ...memberRoles
      .filter((role) => (role === 'owner' ? withOwner && mine === 'owner' : mayGrant(rights, rightsOf(role))))
      .map((role) => ({ role, customRoleId: null, id: role })),
    ...own
      .filter((each) => mayGrant(rights, rightsOf('custom', each.permissions)))
      .map((each) => ({ role: 'custom' as const, customRoleId: each.id, id: each.id })),
  ];
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 font-medium">{label}</legend>
      {choices.map(({ id, ...choice }) => {
        const { name: title, detail } = roleText(choice.role, choice.customRoleId);
        return (
          <ChoiceCard
            key={id}
            name={name}
            value={id}
            title={title}
            detail={detail}
            checked={value.role === choice.role && value.customRoleId === choice.customRoleId}
            onChange={() => onValue(choice)}
          />
        );
      })}
    </fieldset>
  );
}

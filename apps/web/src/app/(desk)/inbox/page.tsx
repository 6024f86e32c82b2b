import { ChooseConversation } from '../../../features/conversations/choose-conversation.tsx';

export default function InboxPage() {
  return <ChooseConversation />;
}

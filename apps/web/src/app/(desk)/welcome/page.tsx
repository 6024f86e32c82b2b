import { WelcomeScreen } from '../../../features/welcome/welcome-screen.tsx';

export default function WelcomePage() {
  return <WelcomeScreen />;
}

import { createContext, createElement, type ComponentProps, type ComponentType, use } from 'react';
import { cn } from '../lib/cn.ts';

export type LinkProps = Omit<ComponentProps<'a'>, 'href'> & { href: string };

const LinkContext = createContext<ComponentType<LinkProps>>(props => <a {...props}>{props.children}</a>);

/** The shell gives the router's link; the design system itself knows no router. */
export const LinkProvider = LinkContext.Provider;

export function Link(props: LinkProps) {
  const Implementation = use(LinkContext);
  return createElement(Implementation, props);
}

/** A link inside text or a cell: quiet until it is pointed at. */
export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <Link
      {...rest}
      className={cn(
        'rounded-sm font-medium text-text underline-offset-2 hover:text-accent hover:underline',
        className,
      )}
    />
  );
}

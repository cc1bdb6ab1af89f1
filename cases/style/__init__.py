"""The page of the design system: tokens of the style sheet, examples for each part."""

// WCAG 1.4.11, RGAA 3.3: the edge of each control stands out from what lies around it, at 3 to 1.
() => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = colour => rgba(colour).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (one, two) => {
    const [dark, light] = [luminance(one), luminance(two)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (rgba(colour)[3] === 255) return colour;
    }
    return getComputedStyle(document.documentElement).colorScheme.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches ? '#000' : '#fff';
  };
  const faults = [];
  // A button drawn as a link is read as one; squares lie on a picture, with lines light and dark at once.
  const apart = '.link, .masking *';
  document.querySelectorAll('input:not([type=hidden]), select, textarea, .button').forEach(control => {
    if (control.matches(apart)) return;
    const style = getComputedStyle(control), around = ground(control.parentElement);
    if (!control.getClientRects().length || control.disabled || style.appearance === 'auto' && ['checkbox', 'radio', 'file'].includes(control.type)) return;
    const sides = ['Bottom', 'Left'].filter(side => parseFloat(style[`border${side}Width`]));
    const seen = Math.max(ratio(ground(control), around), ...sides.map(side => ratio(style[`border${side}Color`], around)));
    if (seen < 3) faults.push(`3.3 edge at ${seen.toFixed(2)}: ${control.outerHTML.slice(0, 160)}`);
  });
  return faults;
}

"""Write the README, the manual and the picture anew: `python -m tests.manual`."""

from tests.manual import make

for page in make.PAGES:
    page.write_text(make.generate(page), encoding="utf-8")
make.PICTURE.write_text(make.draw_picture(), encoding="utf-8")

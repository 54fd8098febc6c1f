"""Examples of every subcommand, for the help of the console."""

EXAMPLES = {
    "glasscope": """
  glasscope                                  serve the page on http://localhost:5006
  glasscope library                          list what is there: glasses, models, protocols, indicators
  glasscope shear lj-htl-1024-1 --indicator steric_order
  glasscope prepare lj --protocol gq --n 4096 --seed 1 --out glass.npz
""",
    "serve": """
  glasscope serve                            http://localhost:5006, opened in the browser
  glasscope serve --port 5010 --no-browser   another port, nothing opened
  glasscope serve --address 0.0.0.0          reachable from other machines, at the address that it prints
  glasscope serve --origin https://glass.example.org --prefix /glass --password-file password.txt
                                             behind a web server; SHARING.md has its settings
""",
    "shear": """
  glasscope shear glass.npz                  a glass from a file, simple shear to a strain of 0.1
  glasscope shear KEY --load pure --angle 45 --max-strain 0.05
                                             a glass of the library (glasscope library lists the keys)
  glasscope shear --model poly --n 1024 --seed 3 --indicator steric_order --out events.csv
                                             prepare a glass, rank each event's core, keep the table
  glasscope shear mine.xyz --as-model lj --species A=0,B=1 --relax
                                             a glass from elsewhere: what its file does not say, and its minimum
""",
    "prepare": """
  glasscope prepare lj --out glass.npz       a hot liquid quenched at once (htl), 4096 particles
  glasscope prepare poly --protocol swap --n 1024 --seed 7 --set parent_temperature=0.085 --out stable.npz
                                             stopped with Ctrl-C, the same command goes on where it was
""",
    "convert": """
  glasscope convert glass.npz glass.data      for LAMMPS
  glasscope convert lj-htl-1024-1 glass.xyz    a glass of the library as extended XYZ
  glasscope convert mine.lmp mine.npz --as-model poly --cell 64,64 --diameters sizes.txt
""",
    "report": """
  glasscope report poly-swap-0.1-1024-1                     of a glass of the library
  glasscope report glass.npz --out report.html              with plots
""",
    "ensemble": """
  glasscope ensemble lj-gq.yaml                             results in the folder lj-gq; go on where it was
  glasscope ensemble lj-gq.yaml --out results --workers 4
  glasscope ensemble lj-gq.yaml --scheduler tcp://node1:8786
                                             on the workers of a Dask cluster
""",
    "scores": """
  glasscope scores lj-gq                                    of a folder, the run may still be going on
  glasscope scores lj-gq/ensemble.nc
""",
    "labels": """
  glasscope labels lj-gq-labels.yaml                        lj-gq-labels/labels.nc, which says what is in it; go on
  glasscope labels lj-gq-labels.yaml --out results --workers 4
""",
    "mesoscale": """
  glasscope mesoscale r24-fig5.yaml                         r24-fig5/mesoscale.nc; stopped, it goes on
""",
    "train": """
  glasscope train softness --model lj --protocol gq --set cooling_time=1e5 --out lj-gq.json
                                             20 glasses of 4096 particles, 8 directions of shear, 10 events each
  glasscope train softness --model poly --protocol swap --samples 4 --n-particles 1024 --loads 4 --out poly.json
  glasscope train softness --glass lj-htl-1024-1 lj-htl-1024-2 lj-htl-1024-3 --out lj-htl.json
                                             on glasses that are there; stopped with Ctrl-C, the same command goes on
  glasscope train susceptibility_ridge --from lj-gq --out ridge.json
  glasscope train susceptibility_graph --from lj-gq-labels --passes 12 --out graph.npz
                                             on shipped labels, and on what `glasscope labels` wrote; a network needs
                                             PyTorch to be trained
""",
    "library": """
  glasscope library
""",
}

"""What a province and the public see of the register: figures that name nobody. It only reads."""
